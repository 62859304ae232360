"""Reelwright: videos from articles, templates and other videos, by one timeline document and one renderer."""

__version__ = "0.1.0"
