"""Times of words when only their cue's times are known."""

from __future__ import annotations

from reelwright.captions.joining import columns
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import spoken_units


def spread(text: str, start: float, end: float) -> list[Word]:
    """The words of a cue, its time divided in proportion to their length (a word's pause counts as one letter)."""
    pieces = spoken_units(text)
    weights = [columns(piece) + 1 for piece in pieces]
    total = sum(weights)
    words: list[Word] = []
    done = 0
    for piece, weight in zip(pieces, weights, strict=True):
        words.append(Word(piece, start + (end - start) * done / total, start + (end - start) * (done + weight) / total))
        done += weight
    return words
