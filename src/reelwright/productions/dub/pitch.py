"""How high a voice is: its fundamental frequency by YIN (de Cheveigné and Kawahara, JASA 111, 2002)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 420.0
_WINDOW = 640
"""Samples compared with those a period later: 40 ms, more than two periods of the lowest voice."""
_HOP = 320
_SURE, _LIKELY = 0.15, 0.3
"""Aperiodicity from which the first dip is the period, and from which the deepest one is; above, a frame is not voiced."""
_LOUD_DB = 20.0
"""Frames quieter than the loudest by this much are left out: there the room and the music are heard."""


def pitches(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Hz of each voiced frame (every 20 ms) of float32 mono at 16 kHz."""
    most, least = int(RATE / _LOWEST_HZ), int(RATE / _HIGHEST_HZ)
    span = _WINDOW + most
    if len(sound) < span:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(sound, span)[::_HOP].astype(np.float64)
    power = (frames[:, :_WINDOW] ** 2).mean(axis=1)
    frames = frames[(power > power.max() * 10 ** (-_LOUD_DB / 10)) & (power > 1e-9)]
    found = np.zeros(0)
    for at in range(0, len(frames), 500):
        found = np.concatenate([found, _voiced(frames[at : at + 500], least, most)])
    return found


def median_pitch(found: NDArray[np.float64]) -> float:
    """Hz; 0 when less than half a second is voiced."""
    return float(np.median(found)) if len(found) * _HOP >= RATE // 2 else 0.0


def _voiced(frames: NDArray[np.float64], least: int, most: int) -> NDArray[np.float64]:
    normed = _normed_difference(frames, most)
    found: list[float] = []
    for row in normed:
        below = np.flatnonzero(row[least:most] < _SURE)
        deepest = least + int(np.argmin(row[least:most]))
        if not len(below) and row[deepest] > _LIKELY:
            continue
        lag = least + int(below[0]) if len(below) else deepest
        while lag + 1 < most and row[lag + 1] < row[lag]:
            lag += 1
        found.append(RATE / _refined(row, lag))
    return np.array(found)


def _normed_difference(frames: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Equations 6 and 8 of the paper: (frames, lags), 1 at lag 0."""
    size = 1 << (frames.shape[1] + _WINDOW - 1).bit_length()
    spectrum = np.fft.rfft(frames, size, axis=1)
    start = np.conj(np.fft.rfft(frames[:, :_WINDOW], size, axis=1))
    alike = np.fft.irfft(spectrum * start, size, axis=1)[:, : most + 1]
    summed = np.concatenate([np.zeros((len(frames), 1)), np.cumsum(frames**2, axis=1)], axis=1)
    energy = summed[:, _WINDOW : _WINDOW + most + 1] - summed[:, : most + 1]
    difference = np.maximum(energy[:, :1] + energy - 2 * alike, 0)
    running = np.cumsum(difference[:, 1:], axis=1)
    normed = np.ones_like(difference)
    normed[:, 1:] = difference[:, 1:] * np.arange(1, most + 1) / np.maximum(running, 1e-12)
    return normed


def _refined(row: NDArray[np.float64], lag: int) -> float:
    """The bottom of a parabola through three lags."""
    if not 0 < lag < len(row) - 1:
        return float(lag)
    before, here, after = row[lag - 1 : lag + 2]
    bend = before - 2 * here + after
    return lag + (0.5 * (before - after) / bend if bend > 1e-12 else 0.0)
