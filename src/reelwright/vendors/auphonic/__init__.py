"""Auphonic: recordings made clearer."""
