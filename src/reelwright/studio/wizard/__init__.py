"""Making a video step by step."""
