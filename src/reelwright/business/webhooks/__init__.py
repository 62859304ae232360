"""Telling users' own servers what became of their jobs: addresses, signatures, deliveries and their repetition."""
