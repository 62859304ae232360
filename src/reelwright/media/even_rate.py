"""A video's pictures at an even rate, whatever the file's own times are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader, YuvPicture
from reelwright.units.time import half_up

_USUAL_RATE = Fraction(25)


def even_rate(path: Path) -> tuple[Fraction, int, tuple[int, int]]:
    """The rate, the number of pictures and their size (width and height, both even).

    Raises ``MediaUnusable`` for a file without moving pictures.
    """
    info = probe(path)
    if info.video is None or info.duration is None:
        raise MediaUnusable(f"{path.name} has no moving pictures")
    rate = info.video.fps or _USUAL_RATE
    size = (max(2, info.video.width // 2 * 2), max(2, info.video.height // 2 * 2))
    return rate, max(1, half_up(info.duration * rate)), size


def pictures_at(
    path: Path, rate: Fraction, first: int, last: int, size: tuple[int, int] | None = None
) -> Iterator[YuvPicture]:
    """The pictures from number ``first`` up to ``last``, one after the other."""
    with closing(VideoReader(path, size)) as reader:
        for number in range(first, last):
            yield reader.picture_at(number / rate)
