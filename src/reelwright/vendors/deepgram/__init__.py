"""Deepgram: recognition."""
