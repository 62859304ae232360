"""Rendering the pictures: workers take chunks, build each frame and encode it where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

import cv2

from reelwright.errors import Cancelled
from reelwright.media.video_write import ChunkEncoder
from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_grid import Chunk, ChunkQueue
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.compositor import Compositor, Placard
from reelwright.render.planes import Canvas
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
    """What the workers share."""

    timeline: ResolvedTimeline
    placards: Sequence[Placard]
    folder: Path
    counter: FrameCounter
    cache: ChunkCache | None = None
    keys: ChunkKeys | None = None


def render_chunks(work: VideoWork, chunks: list[Chunk], jobs: int) -> list[tuple[Path, int]]:
    """Encode every chunk with ``jobs`` workers; answers (file, first frame counted from the first chunk's) in order.

    Raises what a worker raised; the others stop at their next frame.
    """
    cv2.setNumThreads(1)  # workers fill the cores; threads inside one operation would only wait for each other
    done = _kept(work, chunks)
    queue = ChunkQueue(chunks, {chunk.index for chunk in chunks if chunk.index in done})
    count = min(jobs, len(chunks) - len(done))
    with ThreadPoolExecutor(max_workers=max(1, count), thread_name_prefix="render") as pool:
        workers = [pool.submit(_work, work, queue) for _ in range(count)]
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
    paths = _collected(work, chunks, done)
    return [(path, chunk.first - chunks[0].first) for path, chunk in zip(paths, chunks, strict=True)]


def _kept(work: VideoWork, chunks: list[Chunk]) -> dict[int, Path]:
    """The chunks that an earlier render has left."""
    done: dict[int, Path] = {}
    if work.cache is not None and work.keys is not None:
        for chunk in chunks:
            path = work.cache.find(work.keys.key_of(chunk))
            if path is not None:
                done[chunk.index] = path
                work.counter.finished(chunk.frames)
    return done


def _collected(work: VideoWork, chunks: list[Chunk], done: dict[int, Path]) -> list[Path]:
    """Every chunk's file."""
    paths: list[Path] = []
    for chunk in chunks:
        path = done.get(chunk.index)
        if path is None and work.cache is not None and work.keys is not None:
            path = work.cache.find(work.keys.key_of(chunk))
        paths.append(path or _chunk_path(work.folder, chunk))
    if work.cache is not None:
        work.cache.prune()
    return paths


def _chunk_path(folder: Path, chunk: Chunk) -> Path:
    return folder / f"chunk-{chunk.index:05d}.nut"


def _work(work: VideoWork, queue: ChunkQueue) -> None:
    """One worker: chunk after chunk until none is left."""
    timeline = work.timeline
    settings = timeline.output.video
    options = {"preset": settings.preset, "crf": f"{settings.crf:g}"}
    chunk = queue.next_after(None)
    compositor: Compositor | None = None
    try:
        while chunk is not None:
            encoder = ChunkEncoder(
                _chunk_path(work.folder, chunk), (timeline.width, timeline.height), timeline.fps, options
            )
            canvas = Canvas(*encoder.planes)
            if compositor is None:
                compositor = Compositor(work.placards, timeline.background, canvas)
            else:
                compositor.paint_on(canvas)
            try:
                for frame in range(chunk.first, chunk.last):
                    compositor.build(frame)
                    encoder.encode()
                    work.counter.finished()
            finally:
                encoder.close()
            if work.cache is not None and work.keys is not None:
                work.cache.keep(work.keys.key_of(chunk), _chunk_path(work.folder, chunk))
            compositor.forget_readers_before(chunk.last)
            chunk = queue.next_after(chunk)
    finally:
        if compositor is not None:
            compositor.close()
