"""Words → cues: what is on screen together, in lines, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from reelwright.captions.breaking import PLAIN, break_cost
from reelwright.captions.joining import columns, joined, needs_space
from reelwright.transcript import Word

_SENTENCE_INSIDE = 12.0
_LINE = 14.0
"""Cost of a line, and of one that is empty or twice as wide as it should be."""
_LINGER = 0.35
"""Seconds a caption stays after its last word when nothing follows at once."""


@dataclass(frozen=True, slots=True)
class CueLimits:
    """What fits: words in a cue, columns in a line, lines, seconds. A pause longer than ``gap`` always ends a cue."""

    max_words: int = 14
    max_chars: int = 38
    max_lines: int = 2
    gap: float = 0.8
    max_duration: float = 7.0


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption from ``start`` to ``end`` seconds, as lines of words."""

    start: float
    end: float
    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        """The lines, divided by line ends."""
        return "\n".join(joined([word.text for word in line]) for line in self.lines)


def build_cues(words: Sequence[Word], limits: CueLimits | None = None) -> list[Cue]:
    """Divide words (in order of time) into cues by the least total cost of breaks; cues never overlap."""
    limits = limits or CueLimits()
    runs = _runs([word for word in words if word.text.strip()], limits.gap)
    divided = [lines for run in runs for lines in (_pinned(run, limits) or _divided(run, limits))]
    cues: list[Cue] = []
    for lines, upcoming in zip_longest(divided, divided[1:]):
        following = upcoming[0][0].start if upcoming else None
        cues.append(Cue(lines[0][0].start, _end(lines[-1][-1], following, limits.gap), lines))
    return cues


def _end(last: Word, following: float | None, gap: float) -> float:
    """A cue stays until the next when that comes soon, so that captions do not flicker."""
    end = max(last.end, last.start + 0.2)
    if following is None:
        return end + _LINGER
    return following if following - end <= min(gap, 0.5) else min(end + _LINGER, following)


def _runs(words: Sequence[Word], gap: float) -> list[list[Word]]:
    """Stretches to be divided each for itself: up to a pause, to a word that is to begin a caption, and a caption that a
    person has put together."""
    runs: list[list[Word]] = []
    for place, word in enumerate(words):
        joins_next = place + 1 < len(words) and words[place + 1].cue == "same"
        is_near = bool(runs) and word.start - runs[-1][-1].end <= gap
        flows_on = is_near and word.cue is None and not joins_next and runs[-1][-1].cue != "same"
        if runs and (word.cue == "same" or flows_on):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


class _Measured:
    """A run of words with what is asked of it again and again: widths in columns, and the cost of a break after each word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        texts = [word.text for word in words]
        spaces = [0, *(int(needs_space(left, right)) for left, right in pairwise(texts))]
        self._widths = [0, *accumulate(columns(text) + space for text, space in zip(texts, spaces, strict=True))]
        self._spaces = spaces
        self.breaks = [break_cost(text, after) for text, after in zip_longest(texts, texts[1:])]

    def width(self, start: int, end: int) -> int:
        """Columns of the words from ``start`` up to ``end`` on one line."""
        return self._widths[end] - self._widths[start] - self._spaces[start]

    def seconds(self, start: int, end: int) -> float:
        return self.words[end - 1].end - self.words[start].start


def _pinned(words: list[Word], limits: CueLimits) -> list[tuple[tuple[Word, ...], ...]] | None:
    """The one cue of a stretch that a person has put together, in as many lines as it needs."""
    if len(words) < 2 or words[1].cue != "same":
        return None
    lines = _line_edges(_Measured(words), 0, len(words), limits)
    return [tuple(tuple(words[first:last]) for first, last in lines)]


def _divided(words: list[Word], limits: CueLimits) -> list[tuple[tuple[Word, ...], ...]]:
    """The division of a run into cues of lines with the least cost (dynamic programming from the left)."""
    run = _Measured(words)
    best: list[tuple[float, int, list[tuple[int, int]]]] = [(0.0, 0, [])]
    for end in range(1, len(words) + 1):
        choices: list[tuple[float, int, list[tuple[int, int]]]] = []
        for start in range(end - 1, max(-1, end - 1 - limits.max_words), -1):
            if start < end - 1 and (
                run.width(start, end) > limits.max_chars * limits.max_lines
                or run.seconds(start, end) > limits.max_duration
            ):
                break
            lines = _line_edges(run, start, end, limits)
            if start == end - 1 or (
                len(lines) <= limits.max_lines and max(run.width(*line) for line in lines) <= limits.max_chars
            ):
                choices.append((best[start][0] + _cost(run, start, end, limits), start, lines))
        best.append(min(choices))
    cues: list[tuple[tuple[Word, ...], ...]] = []
    end = len(words)
    while end > 0:
        _, start, lines = best[end]
        cues.append(tuple(tuple(words[first:last]) for first, last in lines))
        end = start
    return cues[::-1]


def _cost(run: _Measured, start: int, end: int, limits: CueLimits) -> float:
    """Every cue costs something (fewer are calmer), more when it is hurried, a lone word, or ends inside a unit of meaning."""
    cost = 4.0 + run.breaks[end - 1]
    cost += sum(_SENTENCE_INSIDE for value in run.breaks[start : end - 1] if value == 0)
    filled = run.width(start, end) / (limits.max_chars * limits.max_lines)
    if end - start == 1 and limits.max_words > 1:
        cost += PLAIN
    return cost + 4.0 * max(0.0, 0.35 - filled) + (3.0 if run.seconds(start, end) < 0.6 else 0.0)


def _line_edges(run: _Measured, start: int, end: int, limits: CueLimits) -> list[tuple[int, int]]:
    """One line if it fits, else lines of least cost: broken by meaning and of similar width."""
    total = run.width(start, end)
    if total <= limits.max_chars or end - start == 1:
        return [(start, end)]
    ideal = total / max(2, -(-total // limits.max_chars))
    best: list[tuple[float, int]] = [(0.0, start)]
    for last in range(start + 1, end + 1):
        choices: list[tuple[float, int]] = []
        for first in range(last - 1, start - 1, -1):
            width = run.width(first, last)
            if width > limits.max_chars and first < last - 1:
                break
            tie = run.breaks[last - 1] if last < end else 0.0
            choices.append((best[first - start][0] + _LINE + tie + abs(width - ideal) / ideal * _LINE, first))
        best.append(min(choices))
    edges: list[tuple[int, int]] = []
    last = end
    while last > start:
        edges.append((best[last - start][1], last))
        last = edges[-1][0]
    return edges[::-1]
