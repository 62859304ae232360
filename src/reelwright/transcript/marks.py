"""Combining marks: what Indic scripts write vowels with, and the points of Hebrew and Arabic."""

from __future__ import annotations

import unicodedata

MARKS = "".join(chr(code) for code in range(0x300, 0x1100) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
"""Those that ``\\w`` leaves out of words, for a character class of a regular expression."""
