"""Azure's speech service, over its documented HTTP API."""
