"""Where somebody may be speaking: what is louder, in the band of speech, than the sound behind it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reelwright.vendors.local_speakers.mel import HOP, RATE

FRAME_S = HOP / RATE
_FIRST_BAND, _LAST_BAND = 3, 32
"""Of the 40: about 130 Hz to 4 kHz."""
_QUIET_DB = 35.0
"""Below the loud parts by this much nobody speaks."""
_MARGIN_DB = 9.0
_SMOOTH = 5
"""Frames over which loudness is averaged."""
_LONGEST_GAP = 30
"""Frames: closures of consonants belong to the word; longer pauses part regions, for somebody else may go on."""
_SHORTEST = 12
"""Frames of something that can be a word."""


def speech_regions(mels: NDArray[np.float32]) -> list[tuple[int, int]]:
    """First frame and one past the last of each region, for mel spectra (frames, 40) of some minutes at most."""
    if not len(mels):
        return []
    power = mels[:, _FIRST_BAND:_LAST_BAND].sum(axis=1)
    kernel = np.ones(_SMOOTH) / _SMOOTH
    level = 10 * np.log10(np.convolve(power, kernel, "same")[: len(power)] + 1e-12)
    loud, quiet = np.percentile(level, 95), np.percentile(level, 5)
    floor = max(loud - _QUIET_DB, min(quiet + _MARGIN_DB, loud - 10), -55.0)
    active = level > floor
    edges = np.flatnonzero(np.diff(np.concatenate(([False], active, [False])).astype(np.int8))).reshape(-1, 2)
    regions: list[tuple[int, int]] = []
    for start, end in edges.tolist():
        if regions and start - regions[-1][1] <= _LONGEST_GAP:
            regions[-1] = (regions[-1][0], end)
        else:
            regions.append((start, end))
    return [(start, end) for start, end in regions if end - start >= _SHORTEST]
