"""Words → cues: what is on screen together, in lines, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelwright.captions.breaking import PLAIN, break_cost
from reelwright.captions.joining import columns, joined
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
    groups = [
        group for run in _runs([w for w in words if w.text.strip()], limits.gap) for group in _divided(run, limits)
    ]
    cues: list[Cue] = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start if index + 1 < len(groups) else None
        cues.append(Cue(group[0].start, _end(group, following, limits.gap), _lines(group, limits)))
    return cues


def _end(group: Sequence[Word], following: float | None, gap: float) -> float:
    """A cue stays until the next when that comes soon, so that captions do not flicker."""
    end = max(group[-1].end, group[-1].start + 0.2)
    if following is None:
        return end + _LINGER
    return following if following - end <= min(gap, 0.5) else min(end + _LINGER, following)


def _runs(words: Sequence[Word], gap: float) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in words:
        if runs and word.start - runs[-1][-1].end <= gap:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _divided(run: list[Word], limits: CueLimits) -> list[list[Word]]:
    """The division of a run with the least cost (dynamic programming from the left)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        choices: list[tuple[float, int]] = []
        for start in range(end - 1, max(-1, end - 1 - limits.max_words), -1):
            group = run[start:end]
            if start < end - 1 and not _fits(group, limits):
                break
            choices.append((best[start][0] + _cost(group, run[end] if end < len(run) else None, limits), start))
        best.append(min(choices))
    groups: list[list[Word]] = []
    end = len(run)
    while end > 0:
        start = best[end][1]
        groups.append(run[start:end])
        end = start
    return groups[::-1]


def _fits(group: Sequence[Word], limits: CueLimits) -> bool:
    if group[-1].end - group[0].start > limits.max_duration:
        return False
    return len(_lines(group, limits)) <= limits.max_lines and all(
        columns(joined([w.text for w in line])) <= limits.max_chars for line in _lines(group, limits)
    )


def _cost(group: Sequence[Word], following: Word | None, limits: CueLimits) -> float:
    """Every cue costs something (fewer are calmer), more when it is hurried, a lone word, or ends inside a unit of meaning."""
    cost = 4.0 + break_cost(group[-1].text, following.text if following else None)
    inner = [break_cost(word.text, after.text) for word, after in pairwise(group)]
    cost += sum(_SENTENCE_INSIDE for value in inner if value == 0)  # a sentence that ends inside a cue
    room = limits.max_chars * limits.max_lines
    filled = columns(joined([word.text for word in group])) / room
    if len(group) == 1 and limits.max_words > 1:
        cost += PLAIN
    return cost + 4.0 * max(0.0, 0.35 - filled) + (3.0 if group[-1].end - group[0].start < 0.6 else 0.0)


def _lines(group: Sequence[Word], limits: CueLimits) -> tuple[tuple[Word, ...], ...]:
    """One line if it fits, else the fewest lines, broken by meaning and of similar width."""
    texts = [word.text for word in group]
    if columns(joined(texts)) <= limits.max_chars or len(group) == 1:
        return (tuple(group),)
    return tuple(tuple(group[start:end]) for start, end in _line_edges(texts, limits))


def _line_edges(texts: Sequence[str], limits: CueLimits) -> list[tuple[int, int]]:
    """Line edges of least cost; more lines than allowed are answered when no fewer will hold the text."""
    ideal = columns(joined(texts)) / max(2, -(-columns(joined(texts)) // limits.max_chars))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(texts) + 1):
        choices: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            width = columns(joined(texts[start:end]))
            if width > limits.max_chars and start < end - 1:
                break
            tie = break_cost(texts[end - 1], texts[end]) if end < len(texts) else 0.0
            uneven = abs(width - ideal) / ideal * _LINE
            choices.append((best[start][0] + _LINE + tie + uneven, start))
        best.append(min(choices))
    edges: list[tuple[int, int]] = []
    end = len(texts)
    while end > 0:
        edges.append((best[end][1], end))
        end = best[end][1]
    return edges[::-1]
