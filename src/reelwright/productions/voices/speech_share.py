"""Whether somebody speaks in a recording, how much, and how clear of noise: from how its level moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FRAME_S = 0.01
_SMOOTH = 5
_AROUND = 100
"""Frames (a second) whose mean a quiet frame is compared with."""
_QUIET_DB, _MARGIN_DB = 35.0, 9.0
"""Speech lies within so much of the loudest, and so much above what is always there."""


@dataclass(frozen=True, slots=True)
class SpeechShare:
    """``active`` tells for each 10 ms whether it sounds. ``range_db`` lies between the loudest and the quietest twentieth.

    ``quiet_share`` counts frames below half of the mean level of the second around: syllables and pauses make many of them,
    music few (Scheirer and Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator", 1997).
    """

    active: NDArray[np.bool_]
    range_db: float
    quiet_share: float

    @property
    def seconds(self) -> float:
        return float(self.active.sum()) * FRAME_S


def speech_share(samples: NDArray[np.float32], rate: int) -> SpeechShare:
    """Of mono samples in -1 to 1, shape (samples,); a second or more of them."""
    hop = round(rate * FRAME_S)
    count = len(samples) // hop
    power = np.mean(samples[: count * hop].reshape(count, hop).astype(np.float64) ** 2, axis=1)
    level = 10 * np.log10(np.convolve(power, np.ones(_SMOOTH) / _SMOOTH, "same") + 1e-12)
    loud, quiet = float(np.percentile(level, 95)), float(np.percentile(level, 5))
    floor = max(loud - _QUIET_DB, min(quiet + _MARGIN_DB, loud - 10))
    strength = np.sqrt(power)
    mean = np.convolve(strength, np.ones(_AROUND) / _AROUND, "same")
    return SpeechShare(level > floor, loud - quiet, float(np.mean(strength < 0.5 * mean)))
