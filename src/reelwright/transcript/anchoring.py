"""From the few times an engine reports to a time for every written piece."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from reelwright.transcript.words import Word


def place_units(units: Sequence[str], anchors: Iterable[tuple[int, float]], end: float) -> list[Word]:
    """One ``Word`` for each unit, touching its neighbours, ending at ``end`` seconds.

    ``anchors`` are ``(unit, start in seconds)`` as reported. The first report of a unit counts; reports that go back
    in the text are dropped. Units between two anchors share the time by their letters; marks without letters get
    no time of their own.
    """
    if not units:
        return []
    kept = _forward(anchors, len(units), end)
    if not kept:
        kept = [(0, 0.0)]
    groups = [(0 if i == 0 else unit, start) for i, (unit, start) in enumerate(kept)]
    words: list[Word] = []
    for index, (first, start) in enumerate(groups):
        last, stop = groups[index + 1] if index + 1 < len(groups) else (len(units), end)
        words.extend(_share(units[first:last], start, max(start, stop)))
    return words


def letter_weight(text: str) -> int:
    """How long a piece takes to say, roughly: its letters and digits, wide ones (a syllable each) counted thrice."""
    return sum(
        3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if unicodedata.category(char)[0] in "LN"
    )


def _share(units: Sequence[str], start: float, stop: float) -> list[Word]:
    weights = [letter_weight(unit) for unit in units]
    if not any(weights):
        weights[0] = 1
    total, done = sum(weights), 0
    words: list[Word] = []
    for unit, weight in zip(units, weights, strict=True):
        begin = start + (stop - start) * done / total
        done += weight
        words.append(Word(unit, begin, start + (stop - start) * done / total))
    return words


def _forward(anchors: Iterable[tuple[int, float]], count: int, end: float) -> list[tuple[int, float]]:
    """The longest run of anchors, in order of time, whose units go forward (patience sorting)."""
    first: dict[int, float] = {}
    for unit, start in anchors:
        if 0 <= unit < count and 0 <= start <= end:
            first[unit] = min(start, first.get(unit, start))
    ordered = sorted(first.items(), key=lambda anchor: (anchor[1], anchor[0]))
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, (unit, _) in enumerate(ordered):
        place = bisect_left(tails, unit)
        before.append(tail_at[place - 1] if place else -1)
        tails[place : place + 1] = [unit]
        tail_at[place : place + 1] = [index]
    chain: list[tuple[int, float]] = []
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        chain.append(ordered[index])
        index = before[index]
    return chain[::-1]
