"""Mel-frequency cepstral coefficients: the shape of a voice's spectrum every 10 ms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HOP_S = 0.01
_WINDOW_S = 0.025
_FILTERS = 40
_LOW_HZ = 60.0
_PRE_EMPHASIS = 0.97
_LEVEL_WEIGHT = 2.5
"""Of the first coefficient, the loudness, whose rise and fall two voices share best; found by measuring alignments."""


def mel_cepstrum(samples: NDArray[np.float32], rate: int, high_hz: float) -> NDArray[np.float32]:
    """Thirteen coefficients per 10 ms, shape (frames, 13), each brought to mean 0 and variance 1 over the recording
    (the first, loudness, to 2.5 squared).

    Davis and Mermelstein (1980): pre-emphasis, 25 ms Hamming windows, triangular filters even on the mel scale
    (2595 log10(1 + f/700)) up to ``high_hz``, logarithm, DCT-II. Frame k is centred on k * 10 ms at any rate.
    """
    if len(samples) == 0:
        return np.zeros((0, 13), dtype=np.float32)
    size = round(_WINDOW_S * rate)
    emphasised = np.append(samples[:1], samples[1:] - _PRE_EMPHASIS * samples[:-1])
    count = int(len(samples) / rate / HOP_S) + 1
    padded = np.pad(emphasised, (size // 2, size))
    starts = np.rint(np.arange(count) * (HOP_S * rate)).astype(np.intp)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[starts] * np.hamming(size).astype(np.float32)
    fft_size = 1 << (size - 1).bit_length()
    power = np.abs(np.fft.rfft(frames, fft_size)) ** 2
    energies = power @ _filters(fft_size, rate, high_hz)
    logs = np.log(np.maximum(energies, 1e-7 * float(energies.max(initial=1e-12)) + 1e-12))
    cepstra = logs @ _cosines()
    spread = cepstra.std(axis=0)
    even = (cepstra - cepstra.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    even[:, 0] *= _LEVEL_WEIGHT
    return even.astype(np.float32)


def _filters(fft_size: int, rate: int, high_hz: float) -> NDArray[np.float64]:
    """Triangles, shape (bins, filters)."""
    edges_mel = np.linspace(_mel(_LOW_HZ), _mel(high_hz), _FILTERS + 2)
    edges = 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)
    bins = np.arange(fft_size // 2 + 1)[:, None] * (rate / fft_size)
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0.0, np.minimum(rising, falling))


def _mel(hertz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hertz / 700.0))


def _cosines() -> NDArray[np.float64]:
    """The first thirteen rows of an orthonormal DCT-II, shape (filters, 13)."""
    angles = np.pi / _FILTERS * (np.arange(_FILTERS)[:, None] + 0.5) * np.arange(13)
    basis = np.cos(angles) * np.sqrt(2.0 / _FILTERS)
    basis[:, 0] *= np.sqrt(0.5)
    return basis
