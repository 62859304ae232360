"""A voice's energy in mel bands, without what goes on beneath it: music that holds its notes, hum, noise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.mel_cepstrum import BANDS, HOP_S, mel_filters, power_spectra

_BLOCK = 6000
"""Frames worked at once: a minute."""
_STEADY = 80
"""Frames. No voice holds one tone for longer than 0.8 s with nothing weaker in it."""
_SMOOTH = 5
_OVER = 3.0
"""The least of a while is less than the mean of noise; so many times it is taken away. Found by measuring alignments, as the others."""
_LOUD, _QUIET_DB, _ABOVE_DB = 95.0, 45.0, 6.0


@dataclass(frozen=True, slots=True)
class VoiceEnergies:
    """``voice`` and what lies ``beneath`` it, shape (frames, 40), a frame every 10 ms from the recording's first sample on."""

    voice: NDArray[np.float32]
    beneath: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.voice)

    def part(self, start_s: float, end_s: float) -> VoiceEnergies:
        """From ``start_s`` up to ``end_s`` seconds; nothing is copied."""
        frames = slice(round(start_s / HOP_S), round(end_s / HOP_S) + 1)
        return VoiceEnergies(self.voice[frames], self.beneath[frames])

    def levels(self) -> NDArray[np.float64]:
        """The voice's in decibels, over 30 ms each."""
        whole = np.pad(self.voice.sum(axis=1, dtype=np.float64), 1, "edge") if len(self) else np.zeros(2)
        return 10 * np.log10((whole[:-2] + whole[1:-1] + whole[2:]) / 3 + 1e-12)

    def sounds(self) -> NDArray[np.bool_]:
        """Whether each frame sounds; in doubt it does. Silence is 45 dB below the loud parts, or below what goes on beneath them."""
        if len(self) == 0:
            return np.zeros(0, np.bool_)
        levels = self.levels()
        loud = float(np.percentile(levels, _LOUD))
        beneath = float(np.median(10 * np.log10(self.beneath.sum(axis=1) + 1e-12)))
        return levels > max(min(max(loud - _QUIET_DB, beneath), loud - _ABOVE_DB), -90.0)


def voice_energies(samples: NDArray[np.float32] | NDArray[np.int16], rate: int, high_hz: float) -> VoiceEnergies:
    """Of a mono recording (float32 in -1 to 1, or 16-bit) up to ``high_hz``. Memory beyond the answer does not grow with the length.

    Beneath is what each frequency has at least, in the 0.8 s before a moment or the 0.8 s after it, whichever is more: after Martin's
    minimum statistics (2001), looking both ways.
    """
    count = int(len(samples) / rate / HOP_S) + 1 if len(samples) else 0
    voice, beneath = np.zeros((count, BANDS), np.float32), np.zeros((count, BANDS), np.float32)
    for first, last in pairwise([*range(0, count, _BLOCK), count]):
        begin, end = max(0, first - _STEADY - _SMOOTH), min(count, last + _STEADY + _SMOOTH)
        power = power_spectra(_floats(samples[round(begin * HOP_S * rate) : round(end * HOP_S * rate)]), rate)[
            : end - begin
        ]
        least = _least(power)
        inner = slice(first - begin, last - begin)
        filters = mel_filters(power.shape[1], rate, high_hz)
        found = np.maximum(power[inner] - _OVER * least[inner], 0.0) @ filters
        voice[first : first + len(found)], beneath[first : first + len(found)] = found, least[inner] @ filters
    return VoiceEnergies(voice, beneath)


def _floats(samples: NDArray[np.float32] | NDArray[np.int16]) -> NDArray[np.float32]:
    scale = np.float32(1 / 32768 if samples.dtype == np.int16 else 1)
    return samples.astype(np.float32) * scale


def _least(power: NDArray[np.float32]) -> NDArray[np.float32]:
    half = _SMOOTH // 2
    padded = np.pad(power, ((half, half), (0, 0)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _SMOOTH, axis=0)
    smooth: NDArray[np.float32] = np.asarray(windows.mean(axis=-1, dtype=np.float32))
    return np.maximum(_least_ahead(smooth), _least_ahead(smooth[::-1])[::-1])


def _least_ahead(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least of every frame and those up to ``_STEADY`` after it, as far as there are any."""
    found, width = power, 1
    while width < _STEADY:
        step = min(width, _STEADY - width)
        moved = np.concatenate((found[step:], np.repeat(found[-1:], min(step, len(found)), axis=0)))[: len(found)]
        found = np.minimum(found, moved)
        width += step
    return found
