"""Putting words together as their script does: with spaces, or without."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from reelwright.transcript.unspaced import is_unspaced


def needs_space(left: str, right: str) -> bool:
    """Whether a space stands between two neighbouring words."""
    return bool(left) and bool(right) and not (is_unspaced(left[-1]) and is_unspaced(right[0]))


def joined(words: Sequence[str]) -> str:
    """The words as one line of text."""
    text = ""
    for word in words:
        text += (" " if needs_space(text, word) else "") + word
    return text


def columns(text: str) -> int:
    """Width in display columns: wide (East Asian) characters count two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
