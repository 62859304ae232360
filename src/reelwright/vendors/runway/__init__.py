"""Runway: its own video models and those of others under one key."""
