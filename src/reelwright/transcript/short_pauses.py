"""A recording with its pauses cut short, and the way between its times and the original's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.sound_activity import active_frames, silences

_LONGEST_S = 0.1
_KEPT_S = 0.06


@dataclass(frozen=True, slots=True)
class Shortened:
    """``samples`` without the long silences; ``short`` and ``original`` are the same moments in seconds of each."""

    samples: NDArray[np.float32]
    short: NDArray[np.float64]
    original: NDArray[np.float64]

    def in_original(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.interp(times, self.short, self.original)

    def in_short(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.interp(times, self.original, self.short)


def with_short_pauses(samples: NDArray[np.float32], rate: int) -> Shortened:
    """Silences over 100 ms cut to 60 ms in their middle, those at the ends taken away: speakers pause where they like."""
    count, kept = len(samples), round(_KEPT_S * rate / 2)
    parts: list[NDArray[np.float32]] = []
    edges: list[tuple[int, int]] = []  # (place in the short one, place in the original)
    position = length = 0
    for pause_start, pause_end in [
        *silences(active_frames(samples, rate), rate, _LONGEST_S),
        (count / rate, count / rate),
    ]:
        start, end = round(pause_start * rate), min(count, round(pause_end * rate))
        cut_start = 0 if start == 0 else start if end == count else start + kept
        cut_end = end if start == 0 or end == count else end - kept
        if cut_start > position:
            parts.append(samples[position:cut_start])
            edges += [(length, position), (length + cut_start - position, cut_start)]
            length += cut_start - position
        position = cut_end
    if not parts:
        return Shortened(samples[:0], np.zeros(1), np.zeros(1))
    short, original = np.array(edges, dtype=np.float64).T / rate
    return Shortened(np.concatenate(parts), short, original)
