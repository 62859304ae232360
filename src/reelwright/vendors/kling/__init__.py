"""Kling: its video models by its own API."""
