"""Where a sound is loud enough for somebody to be speaking."""

from __future__ import annotations

import numpy as np

from reelwright.media.mono_read import MonoSound

_FRAME_SECONDS = 0.02
_BLOCK_SECONDS = 60
_QUIET_DB = 32.0
"""Below the loud parts by this much nobody speaks."""
_LEAST_DB = -55.0
_GAP_SECONDS = 0.35
"""Closures of consonants and short breaths belong to the sentence."""
_SHORTEST_SECONDS = 0.12


def voiced_spans(sound: MonoSound) -> list[tuple[float, float]]:
    """Start and end of each in seconds, in order. For voices alone; music counts as speech, too."""
    levels = _levels(sound)
    if not len(levels):
        return []
    floor = max(float(np.percentile(levels, 95)) - _QUIET_DB, _LEAST_DB)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], levels > floor, [False])).astype(np.int8))).reshape(-1, 2)
    spans: list[tuple[float, float]] = []
    for start, end in (edges * _FRAME_SECONDS).tolist():
        if spans and start - spans[-1][1] < _GAP_SECONDS:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [(start, min(end, sound.seconds)) for start, end in spans if end - start >= _SHORTEST_SECONDS]


def _levels(sound: MonoSound) -> np.ndarray:
    """Decibels of each frame, read in blocks: the sound may be hours long."""
    size = round(_FRAME_SECONDS * sound.rate)
    found: list[np.ndarray] = []
    for start in range(0, len(sound.samples), size * round(_BLOCK_SECONDS / _FRAME_SECONDS)):
        part = sound.samples[start : start + size * round(_BLOCK_SECONDS / _FRAME_SECONDS)]
        whole = part[: len(part) // size * size].astype(np.float32).reshape(-1, size) / 32768
        found.append(10 * np.log10((whole**2).mean(axis=1) + 1e-10))
    return np.concatenate(found) if found else np.zeros(0)
