"""Which part of a spectrum is a voice: what is in the middle, in the band of speech, and more than what goes on there anyway."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from reelwright.media.spectral_mask import WINDOW, Spectra
from reelwright.units.time import SAMPLE_RATE

CONTEXT = 70
"""Frames before and after, a second and a half: as far as the sound behind a voice is looked for."""
_STEP = 8
_SHARE = 0.6
"""Of the time a band is taken to be without a voice: its level then is that of the sound behind."""
_OVER = 1.5
"""That level counts for more, for music swells."""
_SILENT_DB, _SOFT_DB = 30.0, 6.0
"""Below the loudest moments around by this much nobody speaks; up to so much more, perhaps."""


def voice_gains(spectra: Spectra, wanted: slice) -> NDArray[np.float32]:
    """(frames, bins), 0 to 1. See ``media.spectral_mask.Mask``."""
    left, right = spectra[wanted, :, 0], spectra[wanted, :, 1]
    power = np.abs(left) ** 2 + np.abs(right) ** 2
    # Avendano's panning similarity (2003), with the phase: 1 for what both sides have alike, 0 or less for what one has
    alike = np.clip(2 * (left * np.conj(right)).real / np.maximum(power, 1e-12), 0, 1)
    middle = np.abs(spectra.sum(axis=2)) / 2
    behind = _level_behind(middle, wanted)
    more = np.clip(1 - (_OVER * behind / np.maximum(middle[wanted], 1e-9)) ** 2, 0, 1)
    gains = alike**2 * more * _speech_band()
    return np.asarray(gains * _speaking(gains * middle[wanted])[:, None], np.float32)


def _level_behind(middle: NDArray[np.float32], wanted: slice) -> NDArray[np.float32]:
    """A running quantile of each band's magnitude."""
    result = np.empty((wanted.stop - wanted.start, middle.shape[1]), np.float32)
    for at in range(wanted.start, wanted.stop, _STEP):
        around = middle[max(0, at - CONTEXT) : at + CONTEXT]
        place = int(_SHARE * (len(around) - 1))
        result[at - wanted.start : at - wanted.start + _STEP] = np.partition(around, place, axis=0)[place]
    return result


def _speaking(voice: NDArray[np.float32]) -> NDArray[np.float32]:
    """0 for frames in which what was found is so little that it is nobody's voice."""
    level = 10 * np.log10((voice**2).sum(axis=1) + 1e-12)
    wide = np.max(np.lib.stride_tricks.sliding_window_view(np.pad(level, 4, mode="edge"), 9), axis=1)
    return np.clip((wide - (np.percentile(level, 98) - _SILENT_DB)) / _SOFT_DB, 0, 1)


@cache
def _speech_band() -> NDArray[np.float32]:
    """Fades in from 70 to 120 Hz and out from 8 to 12 kHz."""
    hertz = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE)
    return np.asarray(np.clip((hertz - 70) / 50, 0, 1) * np.clip((12_000 - hertz) / 4_000, 0, 1), np.float32)
