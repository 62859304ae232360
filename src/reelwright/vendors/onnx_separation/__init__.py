"""Voices taken out of a sound by models of the user's own."""
