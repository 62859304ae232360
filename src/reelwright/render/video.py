"""Rendering the pictures: workers take chunks, build each frame once and encode it where it stands, in every way asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

import cv2

from reelwright.errors import Cancelled, OutputUnwritable
from reelwright.media.encoding import Encoding
from reelwright.media.planar import Planar, scaled_down
from reelwright.media.video_write import ChunkEncoder
from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_grid import Chunk, ChunkQueue
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.compositor import Compositor, Placard
from reelwright.render.planes import Canvas, zoomed_size
from reelwright.timeline.resolved import ResolvedTimeline


@dataclass
class FrameCounter:
    """Counts finished frames for whoever watches. ``stop`` ends the work at the next frame."""

    total: int
    report: Callable[[int, int], None] | None = None
    stop: Event = field(default_factory=Event)
    _done: int = 0
    _lock: Lock = field(default_factory=Lock)

    def finished(self, frames: int = 1) -> None:
        """Count frames. Raises ``Cancelled`` once the work is to stop."""
        if self.stop.is_set():
            raise Cancelled("stopped", hint="run the same command again to go on")
        with self._lock:
            self._done += frames
            if self.report:
                self.report(self._done, self.total)


@dataclass(frozen=True)
class VideoWork:
    """What the workers share. Each frame is composed once and given to all ``encodings``."""

    timeline: ResolvedTimeline
    placards: Sequence[Placard]
    folder: Path
    counter: FrameCounter
    encodings: tuple[Encoding, ...]
    origin: int = 0
    """The first frame of the output: stepped encodings count from it."""
    cache: ChunkCache | None = None
    keys: ChunkKeys | None = None
    zoom: float = 1.0
    """Canvas pixels per pixel of the document."""

    @property
    def size(self) -> tuple[int, int]:
        """Of the canvas."""
        return zoomed_size((self.timeline.width, self.timeline.height), self.zoom)

    @property
    def is_transparent(self) -> bool:
        return any(encoding.alpha for encoding in self.encodings)

    def shown(self, chunk: Chunk, encoding: Encoding) -> range:
        """The frames of a chunk that an encoding takes."""
        return range(chunk.first + (self.origin - chunk.first) % encoding.step, chunk.last, encoding.step)

    def path(self, chunk: Chunk, encoding: Encoding) -> Path:
        return self.folder / f"chunk-{self.encodings.index(encoding)}-{chunk.index:05d}{encoding.suffix}"

    def key(self, chunk: Chunk, encoding: Encoding) -> str:
        """What is drawn, and how it is encoded."""
        assert self.keys is not None
        shown = tuple(frame - chunk.first for frame in self.shown(chunk, encoding)) if encoding.step > 1 else ()
        told = (self.keys.key_of(chunk), encoding.identity, shown, self.is_transparent)
        return hashlib.sha256(repr(told).encode()).hexdigest()


Encoded = dict[Encoding, list[tuple[Path, int]]]
"""For each encoding its chunks: files, and the number of their first frame counted from the first chunk's."""
_Made = dict[tuple[int, Encoding], Path]


def render_chunks(work: VideoWork, chunks: list[Chunk], jobs: int) -> Encoded:
    """Encode every chunk with ``jobs`` workers. Raises what a worker raised; the others stop at their next frame."""
    cv2.setNumThreads(1)  # workers fill the cores; threads inside one operation would only wait for each other
    made = _kept(work, chunks)
    done = {chunk.index for chunk in chunks if not _missing(work, chunk, made)}
    if done:
        work.counter.finished(sum(chunk.frames for chunk in chunks if chunk.index in done))
    queue = ChunkQueue(chunks, done)
    count = min(jobs, len(chunks) - len(done))
    with ThreadPoolExecutor(max_workers=max(1, count), thread_name_prefix="render") as pool:
        workers = [pool.submit(_work, work, queue, made) for _ in range(count)]
        try:
            wait(workers, return_when=FIRST_EXCEPTION)
        except BaseException:
            work.counter.stop.set()
            raise
        failed = [worker.exception() for worker in workers if worker.done() and worker.exception()]
        if failed:
            work.counter.stop.set()
    errors = [worker.exception() for worker in workers if worker.exception()]
    real = [error for error in errors if not isinstance(error, Cancelled)] or errors
    if real and real[0] is not None:
        raise real[0]
    start = chunks[0].first
    return {
        encoding: [
            (made[chunk.index, encoding], chunk.first - start) for chunk in chunks if (chunk.index, encoding) in made
        ]
        for encoding in work.encodings
    }


def _kept(work: VideoWork, chunks: list[Chunk]) -> _Made:
    """The chunks that an earlier render has left."""
    made: _Made = {}
    if work.cache is not None and work.keys is not None:
        for chunk in chunks:
            for encoding in work.encodings:
                path = work.cache.hold(work.key(chunk, encoding), work.path(chunk, encoding))
                if path is not None:
                    made[chunk.index, encoding] = path
    return made


def _missing(work: VideoWork, chunk: Chunk, made: _Made) -> list[Encoding]:
    return [
        encoding for encoding in work.encodings if (chunk.index, encoding) not in made and work.shown(chunk, encoding)
    ]


def _work(work: VideoWork, queue: ChunkQueue, made: _Made) -> None:
    """One worker: chunk after chunk until none is left."""
    compositor = Compositor(work.placards, work.timeline.background, _blank(work), work.zoom)
    chunk = queue.next_after(None)
    try:
        while chunk is not None:
            _render_chunk(work, chunk, compositor, made)
            compositor.forget_readers_before(chunk.last)
            chunk = queue.next_after(chunk)
    finally:
        compositor.close()


def _render_chunk(work: VideoWork, chunk: Chunk, compositor: Compositor, made: _Made) -> None:
    """Compose and encode one chunk. Encoders are large: they are gone when this returns, before the next ones are made."""
    encoders = [
        ChunkEncoder(work.path(chunk, encoding), encoding, work.timeline.fps)
        for encoding in _missing(work, chunk, made)
    ]
    host = _host(work, encoders)
    canvas = Canvas(*host.planes) if host else _blank(work)
    compositor.paint_on(canvas)
    try:
        _encode(work, chunk, compositor, canvas, encoders, host)
    finally:
        for encoder in encoders:
            encoder.close()
    for encoder in encoders:
        made[chunk.index, encoder.encoding] = _stored(work, chunk, encoder.encoding)


def _host(work: VideoWork, encoders: list[ChunkEncoder]) -> ChunkEncoder | None:
    """An encoder in whose memory frames can be built, which saves copying them."""
    if work.is_transparent:
        return None
    fitting = (e for e in encoders if e.lends_planes and e.encoding.size == work.size and e.encoding.step == 1)
    return next(fitting, None)


def _blank(work: VideoWork) -> Canvas:
    """Memory of its own for frames."""
    return Canvas.blank(*work.size, transparent=work.is_transparent)


def _encode(
    work: VideoWork, chunk: Chunk, compositor: Compositor, canvas: Canvas, encoders: list[ChunkEncoder], host: ChunkEncoder | None
) -> None:  # fmt: skip
    """Every frame of a chunk: built once if anyone takes it, then given to all who do."""
    shown = {encoder: work.shown(chunk, encoder.encoding) for encoder in encoders}
    for frame in range(chunk.first, chunk.last):
        takers = [encoder for encoder in encoders if frame in shown[encoder]]
        if takers:
            compositor.build(frame)
        sizes: dict[tuple[int, int], Planar] = {canvas.size: canvas}
        for encoder in takers:
            size = encoder.encoding.size
            if size not in sizes:
                sizes[size] = scaled_down(canvas, size)
            encoder.encode(None if encoder is host else sizes[size])
        work.counter.finished()


def _stored(work: VideoWork, chunk: Chunk, encoding: Encoding) -> Path:
    """A finished chunk, in the cache too if there is one."""
    path = work.path(chunk, encoding)
    if work.cache is None or work.keys is None:
        return path
    key = work.key(chunk, encoding)
    try:
        kept = work.cache.keep(key, path, encoding.suffix)
    except OutputUnwritable:  # the cache is a help, not a need
        if path.exists():
            return path
        raise
    return work.cache.hold(key, path) or kept
