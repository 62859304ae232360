"""The mel spectrogram that Wav2Lip's models were trained on (Prajwal et al., 2020; its ``hparams.py`` has the numbers).

80 bands from 55 to 7600 Hz (Slaney's scale and areas) of amplitudes at 16 kHz, window 800, step 200, after a pre-emphasis of 0.97; in
decibels below 20, from -100 up, spread over -4 to 4.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reelwright.media.mono_read import HEARING_RATE, MonoSound

BANDS, WINDOW = 80, 16
"""Rows, and columns that one picture hears."""
_FFT, _HOP = 800, 200
COLUMNS_A_SECOND = HEARING_RATE // _HOP
_EMPHASIS = 0.97
_LOW, _HIGH = 55.0, 7600.0
_LEAST_DB, _REFERENCE_DB = -100.0, 20.0
_SPREAD = 4.0
Mel = NDArray[np.float32]


def mel_columns(sound: MonoSound) -> int:
    """How many columns the whole sound has: they are centred on every 200th sample."""
    return 1 + len(sound.samples) // _HOP


def mel_of(sound: MonoSound, first: int, last: int) -> Mel:
    """(80, last - first): columns from ``first`` up to ``last``, the same as if the whole sound had been transformed.

    Beyond its ends the sound is mirrored; what lies further out is silence.
    """
    begin = first * _HOP - _FFT // 2
    signal = _emphasised(sound, begin, (last - 1) * _HOP + _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(signal, _FFT)[::_HOP]
    amplitudes = np.abs(np.fft.rfft(frames * _hann(), axis=1))
    decibels = 20 * np.log10(np.maximum(10 ** (_LEAST_DB / 20), amplitudes @ _bands().T)) - _REFERENCE_DB
    spread = 2 * _SPREAD * (decibels - _LEAST_DB) / -_LEAST_DB - _SPREAD
    return np.ascontiguousarray(np.clip(spread, -_SPREAD, _SPREAD).T, np.float32)


def window_start(number: int, rate: Fraction, columns: int) -> int:
    """First of the 16 columns that picture ``number`` hears; the last pictures hear the last ones."""
    return max(0, min(int(number * COLUMNS_A_SECOND / rate), columns - WINDOW))


def windows_of(sound: MonoSound, numbers: NDArray[np.int64], rate: Fraction) -> Mel:
    """(pictures, 1, 80, 16) of pictures in rising order; a sound shorter than one window is followed by silence."""
    columns = mel_columns(sound)
    starts = np.array([window_start(int(number), rate, columns) for number in numbers])
    begin, end = int(starts[0]), int(starts[-1]) + WINDOW
    mel = mel_of(sound, begin, min(end, columns))
    if mel.shape[1] < end - begin:
        mel = np.pad(mel, ((0, 0), (0, end - begin - mel.shape[1])), constant_values=-_SPREAD)
    return np.stack([mel[None, :, start - begin : start - begin + WINDOW] for start in starts])


def _emphasised(sound: MonoSound, begin: int, end: int) -> NDArray[np.float64]:
    """Samples from ``begin`` up to ``end`` less 0.97 of the one before each; mirrored at the sound's ends, not repeating them."""
    total = len(sound.samples)
    at = np.arange(begin, end)
    at = np.abs(at)
    at = np.where(at >= total, 2 * (total - 1) - at, at)
    is_inside = (at >= 0) & (at < total)
    at = np.clip(at, 0, max(0, total - 1))
    low, high = int(at.min()), int(at.max()) + 1
    samples = sound.samples[max(0, low - 1) : high].astype(np.float64) / 32768
    before = np.concatenate([[0.0], samples[:-1]]) if low == 0 else samples[:-1]
    emphasised = (samples if low == 0 else samples[1:]) - _EMPHASIS * before
    return np.where(is_inside, emphasised[at - low], 0.0)


@cache
def _hann() -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)


@cache
def _bands() -> NDArray[np.float64]:
    """(80, 401): triangles of equal area (M. Slaney, Auditory Toolbox, 1998): linear to 1 kHz, logarithmic above."""
    edges = _hertz(np.linspace(_mel(_LOW), _mel(_HIGH), BANDS + 2))
    bins = np.linspace(0, HEARING_RATE / 2, _FFT // 2 + 1)
    rising = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


_STEP = np.log(6.4) / 27


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else 15 + float(np.log(hertz / 1000)) / _STEP


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(_STEP * (mels - 15)))
