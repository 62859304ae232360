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
from reelwright.render.chunk_grid import Chunk, ChunkQueue
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

    def finished_one(self) -> None:
        if self.stop.is_set():
            raise Cancelled("stopped", hint="run the same command again to go on")
        with self._lock:
            self._done += 1
            if self.report:
                self.report(self._done, self.total)


@dataclass(frozen=True)
class VideoWork:
    """What the workers share."""

    timeline: ResolvedTimeline
    placards: Sequence[Placard]
    folder: Path
    counter: FrameCounter


def render_chunks(work: VideoWork, chunks: list[Chunk], jobs: int) -> list[tuple[Path, int]]:
    """Encode every chunk with ``jobs`` workers; answers (file, first frame counted from the first chunk's) in order.

    Raises what a worker raised; the others stop at their next frame.
    """
    cv2.setNumThreads(1)  # workers fill the cores; threads inside one operation would only wait for each other
    queue = ChunkQueue(chunks)
    with ThreadPoolExecutor(max_workers=min(jobs, len(chunks)), thread_name_prefix="render") as pool:
        workers = [pool.submit(_work, work, queue) for _ in range(min(jobs, len(chunks)))]
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
    return [(_chunk_path(work.folder, chunk), chunk.first - chunks[0].first) for chunk in chunks]


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
                    work.counter.finished_one()
            finally:
                encoder.close()
            compositor.forget_readers_before(chunk.last)
            chunk = queue.next_after(chunk)
    finally:
        if compositor is not None:
            compositor.close()
