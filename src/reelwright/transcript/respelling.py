"""The words of a text, with its punctuation and capitals, at the times of words that were heard without them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from reelwright.transcript.anchoring import place_units
from reelwright.transcript.spoken_units import spoken_units
from reelwright.transcript.words import Word


def spelt_as(text: str, heard: Sequence[Word]) -> list[Word]:
    """``text``'s words at the times of ``heard``: where their letters are the same, each from the first to the last that
    shares a letter with it; where they differ, spread over the time between. No words heard, none in the answer."""
    units = spoken_units(text)
    if not units or not heard:
        return []
    ours = [(number, letter) for number, unit in enumerate(units) for letter in _letters(unit)]
    theirs = [(number, letter) for number, word in enumerate(heard) for letter in _letters(word.text)]
    edges: dict[int, tuple[int, int]] = {}
    for mine, other, size in _matches([letter for _, letter in ours], [letter for _, letter in theirs]):
        for place in range(size):
            unit, word = ours[mine + place][0], theirs[other + place][0]
            first, last = edges.get(unit, (word, word))
            edges[unit] = (min(first, word), max(last, word))
    placed = place_units(units, [(unit, heard[first].start) for unit, (first, _) in edges.items()], heard[-1].end)
    return [
        Word(word.text, word.start, min(word.end, max(word.start, heard[edges[unit][1]].end)))
        if unit in edges
        else word
        for unit, word in enumerate(placed)
    ]


def _matches(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    """Runs that are the same, as places in both and a length."""
    if ours == theirs:
        return [(0, 0, len(ours))]
    return [
        (block.a, block.b, block.size)
        for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    ]


def _letters(text: str) -> list[str]:
    return [char for char in text.casefold() if char.isalnum()]
