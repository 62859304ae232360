"""Piper: small, quick neural voices that run in this process, one model file for each voice, in some forty languages."""
