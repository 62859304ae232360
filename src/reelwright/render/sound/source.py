"""One sound's samples in order: trimmed, looped and sped up as its clip says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.filtering import filtered, tempo_filters
from reelwright.timeline.resolved import SourceWindow
from reelwright.units.time import SAMPLE_RATE, half_up

_FEED = SAMPLE_RATE


class SoundSource:
    """Gives the next samples of a clip, without end: past its window is silence."""

    def __init__(self, path: Path, window: SourceWindow) -> None:
        self._reader = AudioReader(path)
        self._start = half_up(window.start * SAMPLE_RATE)
        self._length = None if window.end is None else half_up(window.end * SAMPLE_RATE) - self._start
        self._loop = window.loop and self._length is not None and self._length > 0
        self._position = 0
        self._held = np.zeros((0, 2), np.float32)
        self._stretched: Iterator[Samples] | None = None
        if window.speed != 1:
            self._stretched = filtered(self._endless(), tempo_filters(float(window.speed)))

    def close(self) -> None:
        self._reader.close()

    def next(self, count: int) -> Samples:
        """(count, 2) samples that follow the ones given before."""
        if self._stretched is None:
            return self._straight(count)
        while len(self._held) < count:
            self._held = np.concatenate([self._held, next(self._stretched)])
        result, self._held = self._held[:count], self._held[count:]
        return result

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
            pieces.append(self._reader.read(self._start + place, room))
            self._position += room
            count -= room
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]
