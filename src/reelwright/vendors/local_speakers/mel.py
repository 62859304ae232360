"""Mel spectra as the encoder was trained on: 40 bands of power (no logarithm), windows of 25 ms every 10 ms, at 16 kHz.

The bands are those of Slaney's Auditory Toolbox (1998), each of unit area.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HOP = 160
BANDS = 40
_WINDOW = 400
_LINEAR_HZ, _BREAK_HZ = 200 / 3, 1000.0
_LOG_STEP = np.log(6.4) / 27


def mel_frames(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """(frames, 40) for float32 mono at 16 kHz; frame n lies around sample 160 n."""
    padded = np.pad(sound, _WINDOW // 2)
    framed = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(framed * _hann(), axis=1)) ** 2
    return np.asarray(power @ _bands().T, np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW), np.float32)


@cache
def _bands() -> NDArray[np.float64]:
    """(40, bins) triangles."""
    top = _BREAK_HZ / _LINEAR_HZ + np.log(RATE / 2 / _BREAK_HZ) / _LOG_STEP
    mels = np.linspace(0, top, BANDS + 2)
    corner = _BREAK_HZ / _LINEAR_HZ
    edges = np.where(mels < corner, mels * _LINEAR_HZ, _BREAK_HZ * np.exp(_LOG_STEP * (mels - corner)))
    bins = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    rising = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
