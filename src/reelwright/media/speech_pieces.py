"""A long recording cut into pieces where nobody speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reelwright.media.mono_read import MonoSound

_FRAME_SECONDS = 0.02
_WINDOW_SECONDS = 0.3
"""As long as a pause between words that is worth cutting in."""
_LAST_SHARE = 0.3
"""Of the longest piece: so much of its end is searched for the quietest place."""


def speech_pieces(sound: MonoSound, longest_seconds: float) -> list[tuple[float, float]]:
    """Start and end of each piece in seconds; together they are the whole, none is longer than asked for.

    A cut lies in the middle of the quietest 0.3 s of the last third that a piece may have. Pieces are of similar length.
    """
    total = sound.seconds
    edges = [0.0]
    while total - edges[-1] > longest_seconds:
        left = total - edges[-1]
        count = int(np.ceil(left / longest_seconds))
        wish = left / count  # even pieces: no splinter at the end
        earliest = max(left - (count - 1) * longest_seconds, wish * (1 - _LAST_SHARE))
        edges.append(edges[-1] + _quietest(sound, edges[-1], earliest, min(longest_seconds, wish * (1 + _LAST_SHARE))))
    return list(zip(edges, [*edges[1:], total], strict=True))


def _quietest(sound: MonoSound, start: float, earliest: float, latest: float) -> float:
    """Seconds after ``start``."""
    levels = _powers(sound.part(start + earliest, start + latest))
    width = min(len(levels), round(_WINDOW_SECONDS / _FRAME_SECONDS))
    if width == 0:
        return latest
    sums = np.convolve(levels, np.ones(width), "valid")
    return earliest + (int(np.argmin(sums)) + width / 2) * _FRAME_SECONDS


def _powers(part: MonoSound) -> npt.NDArray[np.float64]:
    size = round(_FRAME_SECONDS * part.rate)
    whole = part.samples[: len(part.samples) // size * size].astype(np.float64).reshape(-1, size)
    return (whole**2).mean(axis=1)
