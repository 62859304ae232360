"""Stability AI: pictures."""
