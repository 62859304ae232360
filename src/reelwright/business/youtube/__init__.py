"""Channels that users connected: their tokens, what was uploaded to them, and the day's quota."""
