"""A video in another language: its speech in segments, their translations, and how each is fitted to its time."""
