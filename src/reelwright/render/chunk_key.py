"""The identity of a chunk: a digest of what is drawn in each of its frames, wherever it lies in the video.

Two chunks with equal keys have equal pixels: the key is made of each visible layer's content (media by the digest of the
file), where and how it lies at every frame, and what of it is seen then. A chunk that only moved in time keeps its key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import reelwright
from reelwright.render.chunk_grid import Chunk
from reelwright.render.compositor import Placard, visible
from reelwright.render.planes import zoomed_size
from reelwright.timeline.resolved import ResolvedTimeline


class ChunkKeys:
    """Makes keys for the chunks of one render."""

    def __init__(
        self, timeline: ResolvedTimeline, placards: Sequence[Placard], path_of: Callable[[str], Path], zoom: float = 1.0
    ) -> None:
        self._timeline = timeline
        self._zoom = zoom
        self._placards = placards
        self._path_of = path_of
        self._contents: dict[int, str] = {}
        self._keys: dict[Chunk, str] = {}
        settings = (reelwright.__version__, timeline.width, timeline.height, timeline.fps, timeline.background, zoom)
        self._head = repr((*settings, timeline.output.video)).encode()

    def key_of(self, chunk: Chunk) -> str:
        """SHA-256 in hexadecimal."""
        if chunk not in self._keys:
            self._keys[chunk] = self._made(chunk)
        return self._keys[chunk]

    def _made(self, chunk: Chunk) -> str:
        digest = hashlib.sha256(self._head)
        canvas = zoomed_size((self._timeline.width, self._timeline.height), self._zoom)
        for frame in range(chunk.first, chunk.last):
            for place, pose in visible(self._placards, canvas, frame, self._zoom):
                local = frame - self._placards[place].layer.start_frame
                seen = self._placards[place].painter.seen(local)
                digest.update(f"{self._content(place)}{pose}{seen}\n".encode())
            digest.update(b"/")
        return digest.hexdigest()

    def _content(self, place: int) -> str:
        """What a layer shows, by digest."""
        if place not in self._contents:
            painter = self._placards[place].painter
            media = [file_digest(self._path_of(source)) for source in painter.sources]
            wipes = [file_digest(self._path_of(source)) for source in sorted(self._placards[place].greys)]
            shown = hashlib.sha256(f"{painter.identity}{media}{wipes}{painter.fonts}".encode()).hexdigest()
            self._contents[place] = shown[:24]
        return self._contents[place]


@cache
def file_digest(path: Path) -> str:
    """SHA-256 of a file's content, looked at once per process."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
