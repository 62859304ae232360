"""Mel-frequency cepstral coefficients: the shape of a voice's spectrum every 10 ms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HOP_S = 0.01
BANDS = 40
_WINDOW_S = 0.025
_LOW_HZ = 60.0
_PRE_EMPHASIS = 0.97
_LEVEL_WEIGHT = 2.5
"""Of the first coefficient, the loudness, whose rise and fall two voices share best; found by measuring alignments."""
_DEEPEST = 1e-7
"""Of the strongest energy: what is weaker is as good as silence."""


def power_spectra(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Power every 10 ms, shape (frames, bins): pre-emphasis, 25 ms Hamming windows. Frame k is centred on k * 10 ms at any rate."""
    size = round(_WINDOW_S * rate)
    emphasised = np.append(samples[:1], samples[1:] - _PRE_EMPHASIS * samples[:-1])
    count = int(len(samples) / rate / HOP_S) + 1
    padded = np.pad(emphasised, (size // 2, size))
    starts = np.rint(np.arange(count) * (HOP_S * rate)).astype(np.intp)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[starts] * np.hamming(size).astype(np.float32)
    return (np.abs(np.fft.rfft(frames, 1 << (size - 1).bit_length())) ** 2).astype(np.float32)


def mel_filters(bins: int, rate: int, high_hz: float) -> NDArray[np.float32]:
    """Triangles even on the mel scale (2595 log10(1 + f/700)) up to ``high_hz``, shape (bins, 40)."""
    edges_mel = np.linspace(_mel(_LOW_HZ), _mel(high_hz), BANDS + 2)
    edges = 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)
    places = np.arange(bins)[:, None] * (rate / (2 * (bins - 1)))
    rising = (places - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - places) / (edges[2:] - edges[1:-1])
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


def mel_cepstrum(energies: NDArray[np.float32], floor: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Thirteen coefficients of each row of mel energies, shape (frames, 13), each brought to mean 0 and variance 1 over all rows
    (the first, loudness, to 2.5 squared).

    Davis and Mermelstein (1980): logarithm and DCT-II. Energies below ``floor``, one for each band, count as that much.
    """
    if len(energies) == 0:
        return np.zeros((0, 13), dtype=np.float32)
    least = _DEEPEST * float(energies.max(initial=1e-12)) + 1e-12
    logs = np.log(np.maximum(energies, least if floor is None else np.maximum(floor, least)))
    cepstra = logs @ _cosines()
    spread = cepstra.std(axis=0)
    even = (cepstra - cepstra.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    even[:, 0] *= _LEVEL_WEIGHT
    return even.astype(np.float32)


def _mel(hertz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hertz / 700.0))


def _cosines() -> NDArray[np.float64]:
    """The first thirteen rows of an orthonormal DCT-II, shape (bands, 13)."""
    angles = np.pi / BANDS * (np.arange(BANDS)[:, None] + 0.5) * np.arange(13)
    basis = np.cos(angles) * np.sqrt(2.0 / BANDS)
    basis[:, 0] *= np.sqrt(0.5)
    return basis
