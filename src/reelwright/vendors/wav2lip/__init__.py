"""Wav2Lip on this machine, with a model the user brings."""
