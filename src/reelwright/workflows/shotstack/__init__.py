"""Renders asked for in Shotstack's words: how they are queued, how they stand, and who is told of their end."""
