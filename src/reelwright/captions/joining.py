"""Putting words together as their script does: with spaces, or without."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3000, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF01, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
"""Thai, Lao, Myanmar, Khmer, Chinese, Japanese and their punctuation. Korean writes spaces."""


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script that writes no spaces between words."""
    code = ord(char)
    return any(low <= code <= high for low, high in _UNSPACED)


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
