"""Pexels: photos and footage."""
