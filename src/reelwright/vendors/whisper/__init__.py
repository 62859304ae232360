"""Whisper on this machine, by faster-whisper: recognition without a vendor."""
