"""Recordings made cleaner on this machine."""
