"""OpenAI's hosted models, over its documented HTTP API."""
