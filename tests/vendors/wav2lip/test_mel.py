"""The mel spectrogram of Wav2Lip, against the definition written out slowly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from reelwright.media.mono_read import HEARING_RATE, MonoSound
from reelwright.vendors.wav2lip.mel import mel_columns, mel_of, window_start, windows_of


def sound(seconds: float, seed: int = 1) -> MonoSound:
    at = np.arange(round(seconds * HEARING_RATE)) / HEARING_RATE
    noise = np.random.default_rng(seed).normal(0, 500, len(at))
    return MonoSound((8000 * np.sin(2 * np.pi * 440 * at * (1 + at)) + noise).astype(np.int16), HEARING_RATE)


def slowly(heard: MonoSound) -> np.ndarray:
    """As Wav2Lip's audio.py says it: pre-emphasis, centred and mirrored windows, Slaney's bands, decibels, spread over +-4."""
    wave = heard.samples.astype(np.float64) / 32768
    wave = np.append(wave[0], wave[1:] - 0.97 * wave[:-1])
    wave = np.pad(wave, 400, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(800) / 800)
    spectra = np.array([np.abs(np.fft.rfft(wave[at : at + 800] * window)) for at in range(0, len(wave) - 799, 200)])

    def mel(hertz: float) -> float:
        return hertz / (200 / 3) if hertz < 1000 else 15 + np.log(hertz / 1000) / (np.log(6.4) / 27)

    def hertz(mels: float) -> float:
        return mels * 200 / 3 if mels < 15 else 1000 * np.exp((mels - 15) * np.log(6.4) / 27)

    edges = [hertz(mel(55) + (mel(7600) - mel(55)) * step / 81) for step in range(82)]
    bands = np.zeros((80, 401))
    for band in range(80):
        low, middle, high = edges[band : band + 3]
        for place in range(401):
            at = place * 20.0
            bands[band, place] = (
                max(0, min((at - low) / (middle - low), (high - at) / (high - middle))) * 2 / (high - low)
            )
    decibels = 20 * np.log10(np.maximum(1e-5, spectra @ bands.T)) - 20
    return np.clip(8 * (decibels + 100) / 100 - 4, -4, 4).T


def test_the_whole_is_as_defined() -> None:
    heard = sound(1.3)
    assert mel_columns(heard) == 105
    assert np.abs(mel_of(heard, 0, 105) - slowly(heard)).max() < 1e-3


def test_a_part_is_that_part_of_the_whole() -> None:
    heard = sound(1.3)
    whole = mel_of(heard, 0, 105)
    for first, last in ((0, 3), (40, 61), (95, 105)):
        assert np.abs(mel_of(heard, first, last) - whole[:, first:last]).max() < 1e-5


def test_silence_is_the_least_and_loudness_stays_in_bounds() -> None:
    silence = MonoSound(np.zeros(16_000, np.int16), HEARING_RATE)
    assert (mel_of(silence, 0, 81) == -4).all()
    loud = MonoSound(np.where(np.arange(16_000) % 3, 32767, -32768).astype(np.int16), HEARING_RATE)
    assert mel_of(loud, 10, 70).max() <= 4


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(50)])
def test_each_picture_hears_from_its_own_time_on(rate: Fraction) -> None:
    for number in (0, 1, 7, 1000, 54_321):
        column = window_start(number, rate, 10**9)
        assert 0 <= number / rate - Fraction(column, 80) < Fraction(1, 80)
    heard = sound(2.0)
    numbers = np.arange(0, int(2 * rate))
    windows = windows_of(heard, numbers, rate)
    whole = mel_of(heard, 0, mel_columns(heard))
    assert windows.shape == (len(numbers), 1, 80, 16)
    assert np.abs(windows[-1, 0] - whole[:, -16:]).max() < 1e-5
    start = window_start(10, rate, 161)
    assert np.abs(windows[10, 0] - whole[:, start : start + 16]).max() < 1e-5


def test_a_sound_shorter_than_a_window_is_followed_by_silence() -> None:
    windows = windows_of(sound(0.05), np.array([0, 1]), Fraction(25))
    assert windows.shape == (2, 1, 80, 16)
    assert (windows[:, :, :, 8:] == -4).all()
    assert windows.max() > 0
