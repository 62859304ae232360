"""Voices taken out of a sound on this machine."""
