"""Where a recording of speech sounds and where it is silent; word times moved to the sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.words import Word

FRAME_S = 0.005
_QUIET_DB = 45.0
"""Below the loud parts by this much is silence; a weak f or th lies some 30 dB below a vowel."""
_NOISE_MARGIN_DB = 8.0
_LATEST_START_S = 0.08
_SHORTEST_PAUSE_S = 0.06
_TAIL_S = 0.02


def active_frames(samples: NDArray[np.float32], rate: int) -> NDArray[np.bool_]:
    """Whether each 5 ms frame sounds, for float32 mono in -1 to 1. Steady noise under the voice counts as silence."""
    hop = max(1, round(rate * FRAME_S))
    count = len(samples) // hop + (len(samples) % hop > 0)
    if count == 0:
        return np.zeros(0, dtype=np.bool_)
    padded = np.zeros(count * hop, dtype=np.float64)
    padded[: len(samples)] = samples
    power = np.mean(padded.reshape(count, hop) ** 2, axis=1)
    loud = float(np.percentile(power, 95))
    noise = float(np.percentile(power, 5))
    floor = max(loud * 10 ** (-_QUIET_DB / 10), min(noise * 10 ** (_NOISE_MARGIN_DB / 10), loud * 0.01), 1e-9)
    return power > floor


def sounding_span(samples: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """First sounding sample and one past the last, to 5 ms; ``(0, 0)`` for silence."""
    active = np.flatnonzero(active_frames(samples, rate))
    if len(active) == 0:
        return 0, 0
    hop = max(1, round(rate * FRAME_S))
    return int(active[0]) * hop, min(len(samples), (int(active[-1]) + 1) * hop)


def fit_to_sound(words: Sequence[Word], samples: NDArray[np.float32], rate: int) -> list[Word]:
    """Words that touch their neighbours, with the pauses taken out of them.

    A start moves later to the first sound, by at most 80 ms; an end moves back to the last sound when more than 60 ms
    of silence follow. Order is kept; no word grows.
    """
    active = active_frames(samples, rate)
    frame_s = max(1, round(rate * FRAME_S)) / rate
    fitted: list[Word] = []
    for word in words:
        first, last = round(word.start / frame_s), round(word.end / frame_s)
        sounding = np.flatnonzero(active[first:last])
        start, end = word.start, word.end
        if len(sounding):
            start = min(max(start, (first + int(sounding[0])) * frame_s), start + _LATEST_START_S)
            stop = (first + int(sounding[-1]) + 1) * frame_s
            if end - stop > _SHORTEST_PAUSE_S:
                end = stop + _TAIL_S
        fitted.append(Word(word.text, start, max(start, end)))
    return fitted
