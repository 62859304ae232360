"""Pixabay: pictures and footage."""
