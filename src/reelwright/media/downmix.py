"""Any number of channels as two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_HALF_POWER = 0.5**0.5
_LEFT = {
    "FL": 1.0,
    "FLC": 1.0,
    "DL": 1.0,
    "WL": 1.0,
    "SL": _HALF_POWER,
    "BL": _HALF_POWER,
    "TFL": _HALF_POWER,
    "TBL": _HALF_POWER,
}
_RIGHT = {
    "FR": 1.0,
    "FRC": 1.0,
    "DR": 1.0,
    "WR": 1.0,
    "SR": _HALF_POWER,
    "BR": _HALF_POWER,
    "TFR": _HALF_POWER,
    "TBR": _HALF_POWER,
}
_BOTH = {"FC": _HALF_POWER, "BC": 0.5, "TC": 0.5, "TFC": 0.5, "TBC": 0.5}
"""ITU-R BS.775-4, table 2: the centre and each surround at -3 dB; a single surround on both sides; no low-frequency effects."""
_USUAL = ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR")


def to_stereo(samples: npt.NDArray[np.generic], channels: Sequence[str]) -> Samples:
    """(samples, channels) as (samples, 2). One channel plays on both sides at its own level; two stay as they are.

    Of more, the sums are lowered so that channels at full scale cannot exceed it.
    """
    count = samples.shape[1]
    wide = samples.astype(np.float32, copy=False)
    if count == 1:
        return np.repeat(wide, 2, axis=1)
    if count == 2:
        return wide
    return np.ascontiguousarray(wide @ _weights(tuple(channels), count))


def _weights(channels: tuple[str, ...], count: int) -> Samples:
    """(channels, 2); channels without a known place count as the usual ones of that number."""
    known = {*_LEFT, *_RIGHT, *_BOTH}
    names = channels if len(channels) == count and known & set(channels) else (*_USUAL, *[""] * count)[:count]
    weights = np.array([[_LEFT.get(n, _BOTH.get(n, 0.0)), _RIGHT.get(n, _BOTH.get(n, 0.0))] for n in names], np.float32)
    return weights / max(1.0, float(weights.sum(axis=0).max()))
