"""Times of words when only their cue's times are known."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.captions.joining import columns, is_unspaced
from reelwright.transcript import Word


def spread(text: str, start: float, end: float) -> list[Word]:
    """The words of a cue, its time divided in proportion to their length (a word's pause counts as one letter)."""
    pieces = split_words(text)
    weights = [columns(piece) + 1 for piece in pieces]
    total = sum(weights)
    words: list[Word] = []
    done = 0
    for piece, weight in zip(pieces, weights, strict=True):
        words.append(Word(piece, start + (end - start) * done / total, start + (end - start) * (done + weight) / total))
        done += weight
    return words


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
