"""The mix: every sound at its exact sample, with its volume, fades and ducking, added up block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reelwright.media.audio_read import Samples
from reelwright.media.loudness import measure
from reelwright.render.sound.ducking import STEP, duck_points, heard
from reelwright.render.sound.source import SoundSource
from reelwright.timeline.curve import Curve
from reelwright.timeline.resolved import Duck, ResolvedSound
from reelwright.units.level import gain_of_db
from reelwright.units.time import SAMPLE_RATE

BLOCK = SAMPLE_RATE
"""Samples mixed at a time. The result does not depend on it."""

_MOST_GAIN_DB = 30.0

PathOf = Callable[[str], Path]


def mix(
    sounds: Sequence[ResolvedSound], fps: Fraction, total: int, path_of: PathOf, block: int = BLOCK
) -> Iterator[Samples]:
    """Blocks of (samples, 2) float32, ``total`` samples in all."""
    ducks = {sound.id: _duck_curve(sound.duck, sounds, fps, total, path_of) for sound in sounds if sound.duck}
    levels = {sound.id: _level(sound, path_of) for sound in sounds if sound.loudness is not None}
    players = [_Player(sound, fps, path_of, ducks.get(sound.id), levels.get(sound.id, 1.0)) for sound in sounds]
    for start in range(0, total, block):
        count = min(block, total - start)
        out = np.zeros((count, 2), np.float32)
        for player in players:
            player.add_to(out, start)
        yield out


Breakpoints = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Samples, and gain at them; straight in decibels between."""


class _Player:
    """One sound on its way through the mix. Its file is open only while it plays."""

    def __init__(
        self, sound: ResolvedSound, fps: Fraction, path_of: PathOf, duck: Breakpoints | None, level: float = 1.0
    ) -> None:
        self._sound = sound
        self._level = level
        self._fps = fps
        self._path = path_of(sound.source)
        self._duck = duck
        self._source: SoundSource | None = None

    def add_to(self, out: Samples, start: int) -> None:
        first, last = max(start, self._sound.start_sample), min(start + len(out), self._sound.end_sample)
        if last <= first:
            return
        if self._source is None:
            self._source = SoundSource(self._path, self._sound.window)
        samples = self._source.next(last - first)
        gain = self._gain(first, last)
        samples = samples * (gain[:, None] if isinstance(gain, np.ndarray) else np.float32(gain))
        if self._sound.pan is not None:
            samples = samples * panned(_curve(self._sound.pan, self._sound, self._fps, first, last))
        out[first - start : last - start] += samples
        if last == self._sound.end_sample:
            self._source.close()
            self._source = None

    def _gain(self, first: int, last: int) -> npt.NDArray[np.float32] | float:
        """Volume, fades and ducking over [first, last); one number when nothing changes."""
        sound = self._sound
        positions = np.arange(first, last, dtype=np.float64)
        gain = _curve(sound.volume, sound, self._fps, first, last) * self._level
        if sound.fade_in and first < sound.start_sample + sound.fade_in:
            gain = gain * _rise((positions - sound.start_sample) / sound.fade_in)
        if sound.fade_out and last > sound.end_sample - sound.fade_out:
            gain = gain * _rise((sound.end_sample - positions) / sound.fade_out)
        if self._duck is not None:
            gain = gain * 10 ** (np.interp(positions, *self._duck) / 20)
        return gain.astype(np.float32) if isinstance(gain, np.ndarray) else gain


def _rise(progress: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A fade from 0 to 1 by the sine law: even to the ear, silent at its beginning."""
    return np.sin(np.clip(progress, 0, 1) * (np.pi / 2))


def _curve(curve: Curve, sound: ResolvedSound, fps: Fraction, first: int, last: int) -> npt.NDArray[np.float64] | float:
    """A curve of the clip over samples [first, last), evaluated at frames and straight between them."""
    if curve.is_constant:
        return curve.at(0)
    per_frame = SAMPLE_RATE / float(fps)
    low, high = floor((first - sound.start_sample) / per_frame), ceil((last - sound.start_sample) / per_frame)
    frames = np.arange(low, high + 1)
    values = [curve.at(float(frame)) for frame in frames]
    return np.interp(np.arange(first, last), frames * per_frame + sound.start_sample, values)


def panned(pan: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float32]:
    """Gains of left and right: balance of a stereo sound, where the nearer side stays as it is and the other fades out."""
    place = np.atleast_1d(np.asarray(pan, np.float64))
    sides = np.stack([np.clip(1 - place, 0, 1), np.clip(1 + place, 0, 1)], axis=1)
    return np.sin(sides * (np.pi / 2)).astype(np.float32)


def _level(sound: ResolvedSound, path_of: PathOf) -> float:
    """The gain that brings what the clip plays to its loudness; silence is left alone."""
    assert sound.loudness is not None
    source = SoundSource(path_of(sound.source), sound.window)
    total = sound.end_sample - sound.start_sample
    try:
        found = measure(source.next(min(BLOCK, total - at)) for at in range(0, total, BLOCK))
    finally:
        source.close()
    return 1.0 if found.is_silent else gain_of_db(min(sound.loudness - found.integrated, _MOST_GAIN_DB))


def _duck_curve(duck: Duck, sounds: Sequence[ResolvedSound], fps: Fraction, total: int, path_of: PathOf) -> Breakpoints:
    """When the sounds named are heard, found by listening to them once."""
    above = [sound for sound in sounds if sound.id in duck.under]
    levels = np.zeros(ceil(total / STEP), np.float32)
    for sound in above:
        _add_levels(levels, sound, fps, path_of)
    times, amounts = duck_points(heard(np.sqrt(levels)), duck.attack, duck.release)
    return np.asarray(times) * SAMPLE_RATE, np.asarray(amounts) * duck.gain_db


def _add_levels(levels: npt.NDArray[np.float32], sound: ResolvedSound, fps: Fraction, path_of: PathOf) -> None:
    """Add a sound's mean squares, one per ``STEP``, over the steps it plays in."""
    player = _Player(sound, fps, path_of, None)
    begin = sound.start_sample // STEP * STEP
    for start in range(begin, sound.end_sample, BLOCK):
        count = min(BLOCK, -(-(sound.end_sample - start) // STEP) * STEP)
        out = np.zeros((count, 2), np.float32)
        player.add_to(out, start)
        squares = np.mean(out.reshape(-1, STEP * 2) ** 2, axis=1)
        at = start // STEP
        room = len(levels) - at
        levels[at : at + len(squares)] += squares[:room]
