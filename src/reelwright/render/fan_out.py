"""One rendering divided among machines: each draws a part's chunks into its cache; whoever joins finds them by their keys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_grid import grid, part_of_grid
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.files import Files
from reelwright.render.job import RenderWish
from reelwright.render.output_plan import OutputWish, planned
from reelwright.render.planes import zoomed_size
from reelwright.render.scene import set_scene
from reelwright.render.scratch_folder import scratch_folder
from reelwright.render.video import FrameCounter, VideoWork, render_chunks
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve


def parts_of(reading: Reading, base: Path, seconds: float) -> list[tuple[int, int]]:
    """The video's frames in parts (first, last) of whole chunks, each about ``seconds`` long; one part for a short video."""
    files = Files(base)
    timeline = resolve(reading, files.facts_of, files.text_of)
    parts: list[tuple[int, int]] = []
    first = 0
    for chunk in grid(timeline.frames, timeline.fps, timeline.anchors):
        if chunk.last - first >= seconds * timeline.fps or chunk.last == timeline.frames:
            parts.append((first, chunk.last))
            first = chunk.last
    return parts


def draw_part(
    reading: Reading, base: Path, outputs: Sequence[OutputWish], part: tuple[int, int], wish: RenderWish
) -> list[str]:
    """Draw and encode the chunks of a part into ``wish.cache``; the names of their files there. Neither sound nor output is made.

    Raises what ``render_outputs`` raises.
    """
    assert wish.cache is not None
    files = Files(base)
    timeline = resolve(reading, files.facts_of, files.text_of)
    size = zoomed_size((timeline.width, timeline.height), wish.zoom)
    plan = planned(reading.document.output, replace(timeline, width=size[0], height=size[1]), outputs, timeline.frames)
    encodings = tuple(dict.fromkeys(encoding for output in plan for encoding in output.encodings))
    if not encodings:
        return []
    placards = set_scene(timeline, files.path_of, files.facts_of, wish.zoom)
    cache = ChunkCache(wish.cache, wish.cache_bytes)
    keys = ChunkKeys(timeline, placards, files.path_of, wish.zoom)
    chunks = part_of_grid(timeline.frames, timeline.fps, part, timeline.anchors)
    counter = FrameCounter(part[1] - part[0], wish.on_progress, wish.stop or Event())
    with scratch_folder(wish.cache) as folder:
        work = VideoWork(timeline, placards, folder, counter, encodings, 0, cache, keys, wish.zoom)
        render_chunks(work, chunks, wish.jobs or os.cpu_count() or 1)
        return [
            f"{work.key(chunk, encoding)}{encoding.suffix}"
            for chunk in chunks
            for encoding in encodings
            if work.shown(chunk, encoding)
        ]
