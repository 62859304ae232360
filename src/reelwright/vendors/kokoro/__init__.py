"""Kokoro: a small neural voice model that runs in this process, in seven languages."""
