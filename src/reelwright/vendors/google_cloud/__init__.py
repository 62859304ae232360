"""Google Cloud's Text-to-Speech, over its documented HTTP API."""
