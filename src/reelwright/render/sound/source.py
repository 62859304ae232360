"""One sound's samples in order: trimmed, looped, reversed and sped up as its clip says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.filtering import filtered, tempo_filters
from reelwright.timeline.window import SourceWindow
from reelwright.units.time import SAMPLE_RATE, half_up

_FEED = SAMPLE_RATE
_STEP = 480
"""Samples between the points where a changing speed is worked out exactly; between them it runs straight."""


class SoundSource:
    """Gives the next samples of a clip, without end: past its window is silence."""

    def __init__(self, path: Path, window: SourceWindow) -> None:
        self._reader = AudioReader(path)
        self._window = window
        self._start = half_up(window.start * SAMPLE_RATE)
        self._length = None if window.end is None else half_up(window.end * SAMPLE_RATE) - self._start
        self._loop = window.loop and self._length is not None and self._length > 0
        self._position = 0
        self._given = 0
        self._held = np.zeros((0, 2), np.float32)
        self._held_from = 0
        self._stretched: Iterator[Samples] | None = None
        self._varies = bool(window.ramp) or (window.speed != 1 and not window.keep_pitch)
        if window.speed != 1 and not self._varies:
            self._stretched = filtered(self._endless(), tempo_filters(float(window.speed)))

    def close(self) -> None:
        self._reader.close()

    def next(self, count: int) -> Samples:
        """(count, 2) samples that follow the ones given before."""
        if self._varies:
            return self._resampled(count)
        if self._stretched is None:
            return self._straight(count)
        while len(self._held) < count:
            self._held = np.concatenate([self._held, next(self._stretched)])
        result, self._held = self._held[:count], self._held[count:]
        return result

    def _resampled(self, count: int) -> Samples:
        """The tape run faster or slower: pitch follows speed. Straight lines between samples of the medium."""
        grid = np.arange(self._given, self._given + count + _STEP, _STEP)
        places = [float(self._window.advance(Fraction(int(n), SAMPLE_RATE)) * SAMPLE_RATE) for n in grid]
        wanted = np.interp(np.arange(self._given, self._given + count), grid, places)
        self._given += count
        first, last = int(wanted[0]), int(wanted[-1]) + 2
        drop = min(first - self._held_from, len(self._held))
        self._held, self._held_from = self._held[drop:], self._held_from + drop
        if self._held_from < first:  # faster than what was read: pass over the rest
            self._straight(first - self._held_from)
            self._held_from = first
        missing = last - self._held_from - len(self._held)
        if missing > 0:
            self._held = np.concatenate([self._held, self._straight(missing)])
        low = wanted.astype(np.int64)
        part = (wanted - low).astype(np.float32)[:, None]
        low -= self._held_from
        return np.asarray(self._held[low] * (1 - part) + self._held[low + 1] * part, np.float32)

    def _endless(self) -> Iterator[Samples]:
        while True:
            yield self._straight(_FEED)

    def _straight(self, count: int) -> Samples:
        """Samples at the medium's own speed."""
        pieces: list[Samples] = []
        while count > 0:
            place = self._position
            room = count
            if self._length is not None:
                if self._loop:
                    place %= self._length
                room = min(count, max(0, self._length - place))
                if room == 0:
                    pieces.append(np.zeros((count, 2), np.float32))
                    self._position += count
                    break
            pieces.append(self._read(place, room))
            self._position += room
            count -= room
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]

    def _read(self, place: int, count: int) -> Samples:
        if not self._window.reverse or self._length is None:
            return self._reader.read(self._start + place, count)
        end = self._start + self._length - place
        return np.ascontiguousarray(self._reader.read(end - count, count)[::-1])
