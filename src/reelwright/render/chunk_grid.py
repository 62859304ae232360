"""How a video is divided into chunks. The grid depends on the document alone, never on the number of workers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from threading import Lock

CHUNK_SECONDS = 4
"""Seconds between chunk starts: a usual distance of key frames, so dividing there costs next to nothing."""
_SHORT_SECONDS = 60
"""Up to this length chunks are made of one size and even in number, so that two cores finish together."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames ``first`` up to, not including, ``last``."""

    index: int
    first: int
    last: int

    @property
    def frames(self) -> int:
        return self.last - self.first


def grid(frames: int, fps: Fraction) -> list[Chunk]:
    """The chunks of a video, in order, without gap or overlap; none is shorter than half a second but the last."""
    length = max(1, round(CHUNK_SECONDS * fps))
    if frames <= _SHORT_SECONDS * fps:
        pairs = ceil(frames / (2 * length))
        length = max(ceil(frames / (2 * pairs)), ceil(fps / 2))
    edges = [*range(0, frames, length), frames]
    return [Chunk(index, first, last) for index, (first, last) in enumerate(pairwise(edges))]


def part_of_grid(frames: int, fps: Fraction, part: tuple[int, int]) -> list[Chunk]:
    """The chunks that hold the frames ``part`` (first, last), cut to it; chunks it holds whole are those of the full video."""
    touched = [chunk for chunk in grid(frames, fps) if chunk.last > part[0] and chunk.first < part[1]]
    return [Chunk(index, max(chunk.first, part[0]), min(chunk.last, part[1])) for index, chunk in enumerate(touched)]


class ChunkQueue:
    """Hands chunks to workers so that each goes on where it stopped (its decoders read forward) as long as it can.

    A worker without a next chunk starts in the middle of the longest untouched stretch.
    """

    def __init__(self, chunks: list[Chunk]) -> None:
        self._chunks = chunks
        self._free = [True] * len(chunks)
        self._lock = Lock()

    def next_after(self, done: Chunk | None) -> Chunk | None:
        """The next chunk for a worker that has just finished ``done``; ``None`` when none is left."""
        with self._lock:
            follower = 0 if done is None else done.index + 1
            if follower >= len(self._chunks) or not self._free[follower]:
                follower = self._middle_of_longest_stretch()
            if follower is None:
                return None
            self._free[follower] = False
            return self._chunks[follower]

    def _middle_of_longest_stretch(self) -> int | None:
        best, begin = (0, 0), None
        for index, free in enumerate([*self._free, False]):
            if free and begin is None:
                begin = index
            elif not free and begin is not None:
                best, begin = max(best, (index - begin, -begin)), None
        length, start = best[0], -best[1]
        return start + length // 2 if length else None
