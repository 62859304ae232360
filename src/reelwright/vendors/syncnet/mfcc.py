"""The cepstral coefficients that SyncNet hears: 13 for every 10 ms, as python_speech_features makes them by default.

Windows of 25 ms (rectangular), pre-emphasis 0.97, 26 triangles on the mel scale up to half the rate, logarithm, orthonormal cosine
transform, lifter of 22, and the energy's logarithm in place of the first (Davis & Mermelstein, 1980).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE, STEP, COEFFICIENTS = 16_000, 160, 13
_WINDOW, _FFT, _FILTERS, _LIFTER, _EMPHASIS = 400, 512, 26, 22, 0.97
_TINY = np.finfo(float).eps


def mfcc(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """(13, frames) of 16-bit samples at 16 kHz; the last window is filled up with silence."""
    signal = samples.astype(np.float64)
    signal = np.concatenate([signal[:1], signal[1:] - _EMPHASIS * signal[:-1]])
    count = 1 if len(signal) <= _WINDOW else 1 + -(-(len(signal) - _WINDOW) // STEP)
    padded = np.pad(signal, (0, (count - 1) * STEP + _WINDOW - len(signal)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::STEP]
    power = np.abs(np.fft.rfft(frames, _FFT, axis=1)) ** 2 / _FFT
    energy = np.maximum(power.sum(axis=1), _TINY)
    bands = np.log(np.maximum(power @ _filters().T, _TINY))
    cepstra = (bands @ _cosines().T) * (1 + _LIFTER / 2 * np.sin(np.pi * np.arange(COEFFICIENTS) / _LIFTER))
    cepstra[:, 0] = np.log(energy)
    return np.ascontiguousarray(cepstra.T, np.float32)


@cache
def _filters() -> NDArray[np.float64]:
    """(26, 257)"""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    hertz = 700 * (10 ** (np.linspace(0, top, _FILTERS + 2) / 2595) - 1)
    edges = np.floor((_FFT + 1) * hertz / RATE)
    bins = np.arange(_FFT // 2 + 1)[None, :]
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    return np.where((bins >= low) & (bins < middle), rising, np.where((bins >= middle) & (bins < high), falling, 0.0))


@cache
def _cosines() -> NDArray[np.float64]:
    """(13, 26), orthonormal."""
    rows, columns = np.arange(COEFFICIENTS)[:, None], np.arange(_FILTERS)[None, :]
    scale = np.where(rows == 0, np.sqrt(1 / _FILTERS), np.sqrt(2 / _FILTERS))
    return scale * np.cos(np.pi * rows * (2 * columns + 1) / (2 * _FILTERS))
