"""Benches: how fast, beside the floor and a hand-written ffmpeg graph."""
