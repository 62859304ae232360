"""Pauses of a voice, frame by frame of 10 ms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.mel_cepstrum import HOP_S

_LONGEST, _KEPT = 10, 6
"""Frames: longer silences are cut to 60 ms in their middle."""
_REACH_S = 0.01
"""By which a frame hears what is beside it, about."""
_ROUNDS = 30
_LEAST_SHARE, _MOST_SHARE, _LEAST_SPREAD = 0.02, 0.9, 2.0
_DEEPEST_DB = 50.0
_LEAST_APART_DB = 6.0
_SURE = 0.2
"""Part of the way from a pause's usual level to speech's, up to which a frame is as good as a pause."""


def without_pauses(sounds: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The frames that stay where long silences are cut short, and those at the ends taken away: speakers pause where they like."""
    keeps, half = np.ones(len(sounds), np.bool_), _KEPT // 2
    for start, end in _runs(~sounds):
        if start == 0 or end == len(sounds):
            keeps[start:end] = False
        elif end - start > _LONGEST:
            keeps[start + half : end - half] = False
    return np.flatnonzero(keeps)


def pauses_of(sounds: NDArray[np.bool_], shortest_s: float) -> list[tuple[float, float]]:
    """Start and end in seconds of every silence that is at least so long."""
    return [
        (max(0.0, start * HOP_S - _REACH_S), end * HOP_S + _REACH_S)
        for start, end in _runs(~sounds)
        if (end - start) * HOP_S >= shortest_s
    ]


def pause_likeness(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each frame is like a pause by its level in decibels, 1 to 0.

    Levels of a recording are taken for two heaps, pauses and speech, found by expectation maximisation with two normal
    distributions (Dempster, Laird and Rubin, 1977): so loud music in the pauses does not matter, as long as speech is louder.
    """
    if len(levels) == 0:
        return np.zeros(0)
    seen = np.maximum(levels, np.percentile(levels, 95) - _DEEPEST_DB)
    (low, high), spread, share = np.percentile(seen, [10, 80]), np.array([5.0, 5.0]), 0.3
    for _ in range(_ROUNDS):
        pause = share * np.exp(-(((seen - low) / spread[0]) ** 2) / 2) / spread[0]
        speech = (1 - share) * np.exp(-(((seen - high) / spread[1]) ** 2) / 2) / spread[1]
        part = pause / (pause + speech + 1e-300)
        share = float(np.clip(part.mean(), _LEAST_SHARE, _MOST_SHARE))
        (low, first), (high, second) = _middle(seen, part), _middle(seen, 1 - part)
        spread = np.maximum([first, second], _LEAST_SPREAD)
    way = (levels - low) / max(_LEAST_APART_DB, high - low)
    return 1 - np.clip(way - _SURE, 0.0, 1.0)


def _middle(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    """Weighted mean and deviation."""
    whole = max(float(weights.sum()), 1e-9)
    mean = float((weights * values).sum()) / whole
    return mean, float(np.sqrt((weights * (values - mean) ** 2).sum() / whole))


def _runs(frames: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], frames, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
