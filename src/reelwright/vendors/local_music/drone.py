"""A drone like a tanpura's, and a chant above it: music for verses, without bars and chords.

Four strings are plucked one after the other, slowly: the fifth below the tonic, the tonic twice, and the tonic an octave below. What
makes a tanpura sound as it does, the buzz of a string that grazes its bridge, is here a crest of overtones that wanders down while the
string rings.
"""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt

from reelwright.vendors.local_music.harmony import Key

Sound = npt.NDArray[np.float32]
_RING_SECONDS = 7.0
_STRINGS = (-5, 0, 0, -12)
"""Semitones from the tonic, in the order in which they are plucked."""
_TONIC_MIDI = 48
"""Where the tonic of C lies: an octave below middle C."""
_HIGHEST_HZ = 9000.0
_VOWEL = ((620.0, 90.0, 1.0), (1080.0, 110.0, 0.5), (2500.0, 170.0, 0.12))
"""Middle and width in hertz, and strength, of the formants of a sung a."""
_STEPS = {"major": (0, 0, 2, 4, 2, 0, 7, 4), "minor": (0, 0, 3, 5, 3, 0, 7, 5)}
"""What the chant sings: few notes near the tonic, as recitation does."""


def drone(key: Key, tempo: float, count: int, rate: int, random: Random) -> Sound:
    """(count + some, 2) float32: a pluck on every beat of ``count`` samples, and the strings ringing on after them."""
    step = 60 / tempo
    sound = np.zeros((count + round(_RING_SECONDS * rate), 2), np.float32)
    plucked = {up: _pluck(_hertz(key, up), rate) for up in sorted(set(_STRINGS))}
    for number in range(round(count / rate / step)):
        up = _STRINGS[number % len(_STRINGS)]
        at = round((number * step + random.uniform(0, 0.02)) * rate)
        _add(sound, plucked[up] * np.float32(random.uniform(0.9, 1.0)), at, 0.5 + 0.12 * (number % 4 - 1.5))
    return sound


def chant(key: Key, tempo: float, count: int, rate: int, random: Random) -> Sound:
    """(count, 2) float32: long sung notes, four beats each with a breath after every fourth, as verses of four parts have."""
    step = 4 * 60 / tempo
    sound = np.zeros((count, 2), np.float32)
    ups = _STEPS[key.mode]
    for number in range(int(count / rate / step)):
        up = ups[number % len(ups)] if number % 4 in (0, 3) else random.choice(ups[:5])
        length = step * (0.72 if number % 4 == 3 else 0.97)
        for place, detune in ((0.36, -0.06), (0.64, 0.06)):
            _add(
                sound,
                _sung(_hertz(key, up + 12 * (up < 0)) * 2 ** (detune / 12), length, rate),
                round(number * step * rate),
                place,
            )
    return sound


def _hertz(key: Key, up: int) -> float:
    tonic = _TONIC_MIDI + (key.tonic if key.tonic <= 6 else key.tonic - 12)
    return 440.0 * 2 ** ((tonic + up - 69) / 12)


def _pluck(hertz: float, rate: int) -> Sound:
    """One string: overtones that die away the sooner the higher they are, and the wandering crest."""
    time = np.arange(round(_RING_SECONDS * rate), dtype=np.float32) / np.float32(rate)
    crest = 3.0 + 16.0 * np.exp(-0.55 * time)
    sound = np.zeros_like(time)
    for overtone in range(1, int(min(40.0, _HIGHEST_HZ / hertz)) + 1):
        buzz = 1.0 + 2.6 * np.exp(-(((overtone - crest) / 2.6) ** 2))
        fade = np.exp(-time * (0.32 + 0.028 * overtone))
        sound += (buzz * fade * np.sin(2 * np.pi * overtone * hertz * time) / overtone**0.85).astype(np.float32)
    rise = round(0.012 * rate)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    fall = round(0.8 * rate)
    sound[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return np.asarray(sound * np.float32(0.12), np.float32)


def _sung(hertz: float, seconds: float, rate: int) -> Sound:
    """A hummed vowel with a little vibrato, swelling and fading."""
    time = np.arange(round(seconds * rate), dtype=np.float64) / rate
    pitch = hertz * (1 + 0.0045 * np.sin(2 * np.pi * 5.1 * time) * np.minimum(1.0, time / 0.8))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    sound = np.zeros(len(time))
    for overtone in range(1, int(3400 / hertz) + 1):
        at = overtone * hertz
        strength = (
            sum(high / (1 + ((at - middle) / width) ** 2) for middle, width, high in _VOWEL) + 0.25 / overtone**1.4
        )
        sound += strength * np.sin(overtone * phase) / overtone**0.35
    swell = np.minimum(1.0, time / 0.45) * np.minimum(1.0, (seconds - time) / 0.6)
    return np.asarray(sound * np.maximum(swell, 0.0) * 0.06, np.float32)


def _add(sound: Sound, note: Sound, at: int, right: float) -> None:
    """A note into stereo; ``right`` 0 to 1 is where it stands."""
    part = note[: max(0, len(sound) - at)]
    if len(part):
        sound[at : at + len(part), 0] += part * np.float32(np.cos(right * np.pi / 2))
        sound[at : at + len(part), 1] += part * np.float32(np.sin(right * np.pi / 2))
