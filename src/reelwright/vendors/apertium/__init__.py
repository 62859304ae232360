"""Apertium: translation by rules, for close languages, where the system has it installed."""
