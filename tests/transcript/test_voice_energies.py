"""A voice without what goes on beneath it, and its pauses."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.transcript.voice_energies import voice_energies
from reelwright.transcript.voice_pauses import pause_likeness, pauses_of, without_pauses

RATE = 16_000


def syllables(seconds: float, pauses: tuple[tuple[float, float], ...]) -> np.ndarray:
    """A buzz that comes and goes five times a second at a gliding pitch, and is silent in the pauses."""
    at = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(130 + 30 * np.sin(2 * np.pi * 0.7 * at)) / RATE
    buzz = sum(np.sin(number * phase) / number for number in range(1, 20)) * (0.6 - 0.4 * np.cos(2 * np.pi * 5 * at))
    silent = np.any([(at >= start) & (at < end) for start, end in pauses], axis=0)
    return (0.3 * buzz * ~silent).astype(np.float32)


def chord(seconds: float, level: float) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    root = np.where(at % 4 < 2, 220.0, 261.6)
    return (level * sum(np.sin(2 * np.pi * root * ratio * at) for ratio in (1, 1.5, 2, 3))).astype(np.float32)


PAUSES = ((0.0, 1.0), (3.0, 4.2), (6.0, 6.8))


@pytest.mark.parametrize("beneath", ["nothing", "noise", "chord"])
def test_pauses_are_found_whatever_goes_on_beneath(beneath: str) -> None:
    voice = syllables(8, PAUSES)
    noise = np.random.default_rng(0).normal(0, 0.02, len(voice)).astype(np.float32)
    sound = voice + {"nothing": 0 * voice, "noise": noise, "chord": chord(8, 0.04)}[beneath]
    likeness = pause_likeness(voice_energies(sound, RATE, 7600).levels())
    at = np.arange(len(likeness)) * 0.01
    deep = np.any([(at > start + 0.1) & (at < end - 0.1) for start, end in PAUSES], axis=0)
    spoken = ~np.any([(at > start - 0.1) & (at < end + 0.1) for start, end in PAUSES], axis=0)
    assert likeness[deep].mean() > 0.8
    assert likeness[deep].mean() - likeness[spoken].mean() > 0.4


def test_clean_speech_stays_as_it_is() -> None:
    found = voice_energies(syllables(8, PAUSES), RATE, 7600)
    assert found.voice.sum() > 20 * found.beneath.sum()
    [*pauses] = pauses_of(found.sounds(), 0.5)
    assert np.allclose(pauses, PAUSES, atol=0.05)


def test_blocks_do_not_show_and_sixteen_bits_are_enough() -> None:
    sound = np.tile(syllables(8, PAUSES), 18) + chord(8 * 18, 0.02)
    whole = voice_energies(sound, RATE, 7600)
    late = voice_energies(sound[40 * RATE :], RATE, 7600)
    assert np.allclose(whole.voice[4200:6200], late.voice[200:2200], rtol=1e-3, atol=1e-6)
    coarse = voice_energies(np.round(sound * 32767).astype(np.int16), RATE, 7600)
    assert np.corrcoef(coarse.levels(), whole.levels())[0, 1] > 0.98


def test_long_silences_are_cut_short_and_those_at_the_ends_taken_away() -> None:
    sounds = np.array([False] * 2 + [True] * 20 + [False] * 8 + [True] * 20 + [False] * 30 + [True] * 5 + [False] * 50)
    kept = without_pauses(sounds)
    assert kept.tolist() == [*range(2, 53), *range(77, 85)]
    assert len(without_pauses(np.zeros(9, np.bool_))) == 0
    assert len(voice_energies(np.zeros(0, np.float32), RATE, 7600).sounds()) == 0
