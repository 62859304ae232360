"""From how alike each window is to each speaker to who speaks when (Viterbi's best path)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reelwright.providers.speakers import Turn

_SLOT = 10
"""Frames that are given to one speaker together."""
_CHANGE_INSIDE = 1.2
"""What a change of speaker costs without a pause, in likeness times slots."""
_CHANGE_AT_PAUSE = 0.3
_JOINED_S = 0.6
"""Pauses up to this within what one speaker says are part of their turn."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A window of frames of a region, and how alike it is to each speaker."""

    region: int
    start: int
    end: int
    likeness: NDArray[np.float32]


def turns_of(regions: Sequence[tuple[int, int]], heard: Sequence[Heard], frame_s: float) -> tuple[Turn, ...]:
    """Turns in order of time; speakers are named in the order in which they first speak. ``heard`` is in order of regions."""
    slots: list[tuple[int, int]] = []
    costs: list[float] = []
    rows: list[NDArray[np.float32]] = []
    by_region: dict[int, list[Heard]] = {}
    for each in heard:
        by_region.setdefault(each.region, []).append(each)
    for number, (start, end) in enumerate(regions):
        edges = [*range(start, end, _SLOT), end]
        for first, last in pairwise(edges):
            costs.append(_CHANGE_AT_PAUSE if first == start else _CHANGE_INSIDE)
            slots.append((first, last))
            rows.append(_likeness(by_region[number], (first + last) / 2) * np.float32((last - first) / _SLOT))
    path = _best_path(np.stack(rows), costs) if rows else []
    names: dict[int, str] = {}
    turns: list[Turn] = []
    for (first, last), speaker in zip(slots, path, strict=True):
        name = names.setdefault(speaker, chr(ord("A") + len(names)))
        start, end = round(first * frame_s, 3), round(last * frame_s, 3)
        if turns and turns[-1].speaker == name and start - turns[-1].end <= _JOINED_S:
            turns[-1] = Turn(name, turns[-1].start, end)
        else:
            turns.append(Turn(name, start, end))
    return tuple(turns)


def _likeness(windows: Sequence[Heard], at: float) -> NDArray[np.float32]:
    """Of a moment: that of the windows around it, the nearer the more."""
    weights = [max(1e-3, 1 - abs(at - (each.start + each.end) / 2) / (each.end - each.start) * 2) for each in windows]
    total = sum(weight * each.likeness for weight, each in zip(weights, windows, strict=True))
    return np.asarray(total / sum(weights), np.float32)


def _best_path(rows: NDArray[np.float32], costs: Sequence[float]) -> list[int]:
    score = rows[0].astype(np.float64)
    came: list[NDArray[np.int64]] = []
    for row, cost in zip(rows[1:], costs[1:], strict=True):
        best = int(np.argmax(score))
        changes = score[best] - cost > score
        came.append(np.where(changes, best, np.arange(len(score))))
        score = np.where(changes, score[best] - cost, score) + row
    path = [int(np.argmax(score))]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]
