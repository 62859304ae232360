"""Unsplash: photos."""
