"""Rendering a document to a file: read, resolve, draw, mix, encode, join, and only then rename into place."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.media.video_write import join, writing
from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_grid import part_of_grid
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.files import Files
from reelwright.render.scene import set_scene
from reelwright.render.scratch_folder import scratch_folder
from reelwright.render.soundtrack import Soundtrack, render_sound
from reelwright.render.video import FrameCounter, VideoWork, render_chunks
from reelwright.timeline.reading import Reading, read_document, read_tree
from reelwright.timeline.resolve import resolve
from reelwright.timeline.resolved import ResolvedTimeline

OnProgress = Callable[[int, int], None]
"""Called with finished frames and all frames, from any thread, at most once a frame."""


@dataclass(frozen=True)
class RenderWish:
    """How to render. ``jobs`` 0 uses every core; ``frames`` (first, last) renders a part; ``on_progress`` may be slow.

    ``cache`` is a folder for finished chunks: what is drawn alike is then not drawn and encoded again.
    """

    jobs: int = 0
    frames: tuple[int, int] | None = None
    on_progress: OnProgress | None = None
    cache: Path | None = None


@dataclass(frozen=True)
class RenderReport:
    """What came out. Loudness in LUFS and true peak in dBTP as measured on the final mix; ``None`` without sound."""

    output: Path
    width: int
    height: int
    fps: str
    frames: int
    duration: float
    loudness: float | None
    true_peak: float | None


def load_document(path: Path, data: Mapping[str, Any] | None = None) -> Reading:
    """Read a document file and fill it. Raises ``InvalidInput`` (unreadable) or ``InvalidDocument``."""
    try:
        return read_document(path.read_text("utf-8-sig"), data)
    except UnicodeDecodeError:
        raise InvalidDocument(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None


def render_document(
    document: Mapping[str, Any], base: Path, output: Path, wish: RenderWish | None = None
) -> RenderReport:
    """Render a parsed document whose files lie under ``base``. See ``render_reading``."""
    return render_reading(read_tree(json.loads(json.dumps(document))), base, output, wish or RenderWish())


def render_reading(reading: Reading, base: Path, output: Path, wish: RenderWish) -> RenderReport:
    """Render to ``output``, which appears whole or not at all.

    Raises ``InvalidDocument``, ``MediaUnusable``, ``FontMissing``, ``OutputUnwritable`` or ``Cancelled``.
    """
    if output.suffix.lower() != ".mp4":
        raise InvalidInput(f"the output {output.name} should end in .mp4", hint="for example -o video.mp4")
    if output.is_dir():
        raise InvalidInput(f"{output} is a folder", hint="name a file, for example -o video.mp4")
    files = Files(base)
    timeline = resolve(reading, files.facts_of, files.text_of)
    first, last = _part(timeline, wish.frames)
    with scratch_folder(output) as folder:
        sound, chunks = _parts(timeline, files, (first, last), folder, wish)
        final = folder / "final.mp4"
        join(chunks, sound.path, final, timeline.fps, _tags(timeline, first, last))
        with writing(output):
            os.replace(final, output)
    frames = last - first
    return RenderReport(
        output, timeline.width, timeline.height, str(timeline.fps), frames, float(frames / timeline.fps), sound.loudness, sound.true_peak
    )  # fmt: skip


def _parts(
    timeline: ResolvedTimeline, files: Files, part: tuple[int, int], folder: Path, wish: RenderWish
) -> tuple[Soundtrack, list[tuple[Path, int]]]:
    """Sound and pictures side by side."""
    placards = set_scene(timeline, files.path_of, files.facts_of)
    jobs = wish.jobs or os.cpu_count() or 1
    cache = ChunkCache(wish.cache) if wish.cache else None
    keys = ChunkKeys(timeline, placards, files.path_of) if cache else None
    counter = FrameCounter(part[1] - part[0], wish.on_progress)
    chunks = part_of_grid(timeline.frames, timeline.fps, part, timeline.anchors)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sound") as pool:
        mixing = pool.submit(render_sound, timeline, files.path_of, part, folder)
        try:
            encoded = render_chunks(VideoWork(timeline, placards, folder, counter, cache, keys), chunks, jobs)
        except BaseException:
            counter.stop.set()
            raise
        sound = mixing.result()
    return sound, encoded


def _part(timeline: ResolvedTimeline, wanted: tuple[int, int] | None) -> tuple[int, int]:
    if wanted is None:
        return 0, timeline.frames
    first, last = wanted[0], min(wanted[1], timeline.frames)
    if not 0 <= first < last:
        raise InvalidInput(
            f"the range {wanted[0]}:{wanted[1]} holds no frame of 0:{timeline.frames}",
            hint="frames count from 0; the last one named is not rendered",
        )
    return first, last


def _tags(timeline: ResolvedTimeline, first: int, last: int) -> dict[str, Any]:
    """Title and chapters, the latter moved to the part that is rendered."""
    start, end = first / timeline.fps, last / timeline.fps
    edges = [(title, max(at, start)) for title, at in timeline.chapters if at < end]
    ends = [at for _, at in edges[1:]] + [end]
    chapters = [
        (title, at - start, until - start) for (title, at), until in zip(edges, ends, strict=False) if until > at
    ]
    return {"title": timeline.title, "chapters": chapters}
