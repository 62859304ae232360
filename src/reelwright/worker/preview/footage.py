"""Footage that is looked at in any order: decoded pictures are kept as long as there is room, decoders as long as somebody may ask."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction
from pathlib import Path

from reelwright.media.video_read import VideoReader, YuvPicture

MOST_BYTES = 360_000_000
"""Of decoded pictures: half a minute of footage at 640 by 360 and 30 frames a second."""
_MOST_RESTING = 4

_Size = tuple[int, int] | None
_Place = tuple[Path, _Size]


class Shelf:
    """Pictures by file, size and time, the least recently shown leave first; and decoders nobody uses just now."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._pictures: OrderedDict[tuple[_Place, Fraction], YuvPicture] = OrderedDict()
        self._resting: list[tuple[_Place, VideoReader]] = []
        self.missed = 0
        """Pictures that had to be decoded."""

    def open(self, path: Path, size: _Size) -> ShelvedFootage:
        """Footage as ``Readers`` want it."""
        return ShelvedFootage(self, (path, size))

    @property
    def room(self) -> int:
        """Bytes until something has to leave."""
        return self._most - self._held

    def find(self, place: _Place, seconds: Fraction) -> YuvPicture | None:
        picture = self._pictures.get((place, seconds))
        if picture is not None:
            self._pictures.move_to_end((place, seconds))
        return picture

    def keep(self, place: _Place, seconds: Fraction, picture: YuvPicture) -> None:
        self.missed += 1
        self._pictures[place, seconds] = picture
        self._held += picture.bytes
        while self._held > self._most and len(self._pictures) > 1:
            self._held -= self._pictures.popitem(last=False)[1].bytes

    def decoder(self, place: _Place) -> VideoReader:
        for number, (other, reader) in enumerate(self._resting):
            if other == place:
                del self._resting[number]
                return reader
        return VideoReader(*place)

    def rest(self, place: _Place, reader: VideoReader) -> None:
        self._resting.append((place, reader))
        while len(self._resting) > _MOST_RESTING:
            self._resting.pop(0)[1].close()


class ShelvedFootage:
    """One layer's footage. Equal times give the same picture object, as ``VideoReader`` does."""

    def __init__(self, shelf: Shelf, place: _Place) -> None:
        self._shelf = shelf
        self._place = place
        self._reader: VideoReader | None = None

    def picture_at(self, seconds: Fraction) -> YuvPicture:
        kept = self._shelf.find(self._place, seconds)
        if kept is not None:
            return kept
        if self._reader is None:
            self._reader = self._shelf.decoder(self._place)
        picture = self._reader.picture_at(seconds)
        self._shelf.keep(self._place, seconds, picture)
        return picture

    def close(self) -> None:
        if self._reader is not None:
            self._shelf.rest(self._place, self._reader)
            self._reader = None
