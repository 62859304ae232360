"""The pieces of a text that are spoken and shown one after the other: words, or short runs where words are not divided."""

from __future__ import annotations

_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3000, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF01, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
"""Thai, Lao, Myanmar, Khmer, Chinese, Japanese and their punctuation. Korean writes spaces."""


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script that writes no spaces between words."""
    code = ord(char)
    return any(low <= code <= high for low, high in _UNSPACED)


def split_words(text: str) -> list[str]:
    """Words at spaces; runs of unspaced scripts in pieces of two characters, punctuation kept with what it follows."""
    words: list[str] = []
    for token in text.split():
        words += _pieces(token)
    return words


def _pieces(token: str) -> Sequence[str]:
    if not any(is_unspaced(char) for char in token):
        return [token]
    pieces: list[str] = []
    for char in token:
        plain = char.isalnum()
        if pieces and (not plain or (len(pieces[-1]) < 2 and pieces[-1][-1].isalnum()) or not (is_unspaced(char) or is_unspaced(pieces[-1][-1]))):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
