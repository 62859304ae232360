"""Clones of people's voices: consent, samples, the library they are kept in, and speaking with them."""
