"""Fitting speech to time: words first, the voice's own rate second, a little stretching last. Pure: no sound is touched here."""
