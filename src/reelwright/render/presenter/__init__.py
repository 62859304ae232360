"""Presenters that are drawn: who they are, how their mouths follow sounds, how they move, and their shapes."""
