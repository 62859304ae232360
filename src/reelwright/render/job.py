"""Rendering a document to files: read, resolve, draw, mix, encode, join, and only then rename into place."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

from reelwright.errors import InvalidDocument, InvalidInput, MediaUnusable
from reelwright.media.chunk_join import Tags
from reelwright.media.encoding import Encoding
from reelwright.render.chunk_cache import MOST_BYTES, ChunkCache
from reelwright.render.chunk_grid import part_of_grid
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.files import Files
from reelwright.render.output_finish import Ingredients, finish
from reelwright.render.output_plan import OutputWish, PlannedOutput, planned
from reelwright.render.output_report import OutputReport, report_of
from reelwright.render.planes import zoomed_size
from reelwright.render.scene import set_scene
from reelwright.render.scratch_folder import scratch_folder
from reelwright.render.sound_cache import SoundCache
from reelwright.render.soundtrack import Soundtrack, render_sound
from reelwright.render.video import Encoded, FrameCounter, VideoWork, render_chunks
from reelwright.timeline.document_sources import document_sources
from reelwright.timeline.reading import Reading, read_document, read_tree
from reelwright.timeline.resolve import resolve
from reelwright.timeline.resolved import AudioSettings, ResolvedTimeline

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
    cache_bytes: int = MOST_BYTES
    zoom: float = 1.0
    """Canvas pixels per pixel of the document: below 1 for a preview."""
    stop: Event | None = None
    """Set from any thread, it ends the render at the next frame with ``Cancelled``."""


@dataclass(frozen=True)
class RenderReport:
    """What came out; ``output`` is the first of the ``outputs``.

    Loudness in LUFS and true peak in dBTP as measured on the final mix; ``None`` without sound."""

    output: Path
    width: int
    height: int
    fps: str
    frames: int
    duration: float
    loudness: float | None
    true_peak: float | None
    outputs: tuple[OutputReport, ...] = ()


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
    """Render to one ``output``; its suffix names the format. See ``render_outputs``."""
    return render_outputs(reading, base, [OutputWish(output)], wish)


def render_outputs(reading: Reading, base: Path, outputs: Sequence[OutputWish], wish: RenderWish) -> RenderReport:
    """Render to several files at once; every frame is composed once. Each output appears whole or not at all.

    Raises ``InvalidInput``, ``InvalidDocument``, ``MediaUnusable``, ``FontMissing``, ``OutputUnwritable`` or ``Cancelled``.
    """
    files = Files(base)
    timeline = resolve(reading, files.facts_of, files.text_of)
    first, last = _part(timeline, wish.frames)
    size = zoomed_size((timeline.width, timeline.height), wish.zoom)
    shown = replace(timeline, width=size[0], height=size[1])
    plan = planned(reading.document.output, shown, outputs, last - first)
    _spare_sources(reading, files, [output.path for output in plan])
    with ExitStack() as stack:
        folders = [stack.enter_context(scratch_folder(output.beside)) for output in plan]
        sound, chunks = _parts(timeline, files, (first, last), folders[0], plan, wish)
        parts = Ingredients(chunks, sound, timeline.fps, first, last - first, _tags(timeline, first, last))
        for number, (output, folder) in enumerate(zip(plan, folders, strict=True)):
            target = folder / f"out-{number}"
            target.mkdir()
            finish(output, parts, target)
    if wish.cache:
        _cache(wish).prune()
    frames = last - first
    reports = tuple(report_of(output, shown, frames) for output in plan)
    return RenderReport(
        plan[0].path, *size, str(timeline.fps), frames, float(frames / timeline.fps), sound.loudness,
        sound.true_peak, reports,
    )  # fmt: skip


def _spare_sources(reading: Reading, files: Files, outputs: Sequence[Path]) -> None:
    """Raises ``InvalidInput`` when an output would take the place of a file the document shows."""
    written = {output.resolve() for output in outputs}
    for source, pointer in document_sources(reading.document.model_dump(mode="json", by_alias=True)).items():
        with suppress(MediaUnusable, OSError):
            if files.path_of(source).resolve() in written:
                raise InvalidInput(
                    f"{source} is a file of the document, and would be overwritten", pointer=reading.origin(pointer),
                    hint="give the output another name",
                )  # fmt: skip


def _parts(
    timeline: ResolvedTimeline, files: Files, part: tuple[int, int], folder: Path, plan: list[PlannedOutput], wish: RenderWish
) -> tuple[Soundtrack, Encoded]:  # fmt: skip
    """Sound and pictures side by side."""
    encodings = tuple(dict.fromkeys(encoding for output in plan for encoding in output.encodings))
    heard = {output.settings.audio for output in plan if output.settings.audio and output.settings.video}
    counter = FrameCounter(part[1] - part[0], wish.on_progress, wish.stop or Event())
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sound") as pool:
        is_heard = any(output.settings.audio for output in plan)
        alone = any(output.settings.audio and not output.settings.video for output in plan)
        kept = SoundCache(_cache(wish), timeline, part, files.path_of) if wish.cache and not alone else None
        mixing = pool.submit(_sound, timeline, files, part, folder, heard, kept) if is_heard else None
        try:
            encoded = _pictures(timeline, files, part, folder, encodings, counter, wish) if encodings else {}
        except BaseException:
            counter.stop.set()
            raise
        sound = mixing.result() if mixing else Soundtrack()
    if not encodings:
        counter.finished(part[1] - part[0])
    return sound, encoded


def _sound(
    timeline: ResolvedTimeline, files: Files, part: tuple[int, int], folder: Path, heard: set[AudioSettings], kept: SoundCache | None
) -> Soundtrack:  # fmt: skip
    """The sound as an earlier render left it, or made now."""
    if kept is None or not timeline.sounds:
        return render_sound(timeline, files.path_of, part, folder, heard)
    return kept.find(heard, folder) or kept.keep(render_sound(timeline, files.path_of, part, folder, heard), folder)


def _cache(wish: RenderWish) -> ChunkCache:
    assert wish.cache is not None
    return ChunkCache(wish.cache, wish.cache_bytes)


def _pictures(
    timeline: ResolvedTimeline, files: Files, part: tuple[int, int], folder: Path, encodings: tuple[Encoding, ...],
    counter: FrameCounter, wish: RenderWish,
) -> Encoded:  # fmt: skip
    placards = set_scene(timeline, files.path_of, files.facts_of, wish.zoom)
    cache = _cache(wish) if wish.cache else None
    keys = ChunkKeys(timeline, placards, files.path_of, wish.zoom) if cache else None
    chunks = part_of_grid(timeline.frames, timeline.fps, part, timeline.anchors)
    work = VideoWork(timeline, placards, folder, counter, encodings, part[0], cache, keys, wish.zoom)
    return render_chunks(work, chunks, wish.jobs or os.cpu_count() or 1)


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


def _tags(timeline: ResolvedTimeline, first: int, last: int) -> Tags:
    """Title and chapters, the latter moved to the part that is rendered."""
    start, end = first / timeline.fps, last / timeline.fps
    edges = [(title, max(at, start)) for title, at in timeline.chapters if at < end]
    ends = [at for _, at in edges[1:]] + [end]
    chapters = [
        (title, at - start, until - start) for (title, at), until in zip(edges, ends, strict=False) if until > at
    ]
    return Tags(timeline.title, tuple(chapters))
