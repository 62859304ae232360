"""How a video is divided into chunks. The grid depends on the document alone, never on the number of workers."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from threading import Lock

CHUNK_SECONDS = 2
"""Seconds between chunk starts: a usual distance of key frames, so dividing there costs next to nothing."""
_LEAST_SECONDS = 2
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


def grid(frames: int, fps: Fraction, anchors: Iterable[int] = ()) -> list[Chunk]:
    """The chunks of a video, in order, without gap or overlap.

    ``anchors`` are frames where something new begins (a scene): a chunk begins there too, so that a scene that only moves
    in time keeps its chunks. Anchors closer than ``_LEAST_SECONDS`` to an edge before them are passed over.
    """
    edges = [0]
    for anchor in sorted({*anchors, frames}):
        if anchor == frames or (anchor - edges[-1] >= _LEAST_SECONDS * fps and frames - anchor >= _LEAST_SECONDS * fps):
            edges += _divided(edges[-1], anchor, fps, is_whole=edges == [0] and anchor == frames)
    return [Chunk(index, first, last) for index, (first, last) in enumerate(pairwise(edges))]


def _divided(first: int, last: int, fps: Fraction, *, is_whole: bool) -> list[int]:
    """The edges after ``first`` up to ``last``, a fixed step apart, so that a scene that grows keeps the chunks it had.

    A short video of one scene is divided evenly instead, into an even number.
    """
    frames, length = last - first, max(1, round(CHUNK_SECONDS * fps))
    if is_whole and frames <= _SHORT_SECONDS * fps:
        length = max(ceil(frames / (2 * ceil(frames / (2 * length)))), ceil(fps / 2))
    edges = list(range(first + length, last, length))
    if edges and last - edges[-1] < fps:  # no chunk of less than a second
        edges.pop()
    return [*edges, last]


def part_of_grid(frames: int, fps: Fraction, part: tuple[int, int], anchors: Iterable[int] = ()) -> list[Chunk]:
    """The chunks that hold the frames ``part`` (first, last), cut to it; chunks it holds whole are those of the full video."""
    touched = [chunk for chunk in grid(frames, fps, anchors) if chunk.last > part[0] and chunk.first < part[1]]
    return [Chunk(index, max(chunk.first, part[0]), min(chunk.last, part[1])) for index, chunk in enumerate(touched)]


class ChunkQueue:
    """Hands chunks to workers so that each goes on where it stopped (its decoders read forward) as long as it can.

    A worker without a next chunk starts in the middle of the longest untouched stretch.
    """

    def __init__(self, chunks: list[Chunk], done: Set[int] = frozenset()) -> None:
        """``done`` are the indices of chunks nobody needs to make."""
        self._chunks = chunks
        self._free = [chunk.index not in done for chunk in chunks]
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
