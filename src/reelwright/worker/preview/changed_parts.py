"""What of a document has to be drawn and encoded again after an edit, chunk by chunk, and which clip is the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import ReelwrightError
from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.chunk_grid import Chunk, grid
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.compositor import Placard, visible
from reelwright.render.files import Files
from reelwright.render.output_plan import OutputWish, planned
from reelwright.render.scene import set_scene
from reelwright.render.sound_cache import SoundCache
from reelwright.render.video import FrameCounter, VideoWork
from reelwright.timeline.contents import CaptionText, Lettering
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve
from reelwright.timeline.resolved import ResolvedTimeline

_MOST_LOOKED_INTO = 80
"""Chunks whose reasons are looked for one by one; where more change, one reason stands for many."""
_MOST_REASONS = 4


@dataclass
class Prepared:
    """A document ready to be compared."""

    reading: Reading
    timeline: ResolvedTimeline
    placards: list[Placard]
    keys: ChunkKeys
    chunks: list[Chunk]

    @staticmethod
    def of(reading: Reading, files: Files) -> Prepared:
        timeline = resolve(reading, files.facts_of, files.text_of)
        placards = set_scene(timeline, files.path_of, files.facts_of)
        keys = ChunkKeys(timeline, placards, files.path_of)
        return Prepared(reading, timeline, placards, keys, grid(timeline.frames, timeline.fps, timeline.anchors))

    def layers_in(self, chunk: Chunk) -> dict[str, tuple[str, str]]:
        """Of each layer seen in a chunk: a digest of all that is seen of it, and its words for people."""
        digests: dict[int, Any] = {}
        said: dict[int, list[str]] = {}
        canvas = (self.timeline.width, self.timeline.height)
        for frame in range(chunk.first, min(chunk.last, self.timeline.frames)):
            for place, pose in visible(self.placards, canvas, frame):
                painter, layer = self.placards[place].painter, self.placards[place].layer
                seen = painter.seen(frame - layer.start_frame)
                digest = digests.setdefault(place, hashlib.sha256(f"{painter.identity}{painter.sources}".encode()))
                digest.update(f"{frame}{pose}{seen}\n".encode())
                if isinstance(layer.content, CaptionText) and isinstance(seen, tuple):
                    text = str(seen[0]).replace("\n", " ")  # pyright: ignore[reportUnknownArgumentType]
                    if text not in said.setdefault(place, []):
                        said[place].append(text)
        found: dict[str, tuple[str, str]] = {}
        for place, digest in digests.items():
            layer = self.placards[place].layer
            texts = said.get(place) or [_words(layer.content, layer.id)]
            found[layer.pointer] = (digest.hexdigest(), "\n".join(texts))
        return found


def changed_parts(now: Prepared, before: Prepared | None, files: Files, chunks_folder: Path) -> dict[str, Any]:
    """``spans`` (seconds, with ``reasons``) to draw again, counts of chunks and frames, and whether the sound is mixed again.

    A chunk is kept when a finished one of its key lies on this machine; where nothing is kept here, when the document of the
    last rendering had it.
    """
    has = _presence(now, before, files, chunks_folder)
    again = [chunk for chunk in now.chunks if not has(chunk)]
    fps = now.timeline.fps
    spans: list[dict[str, Any]] = []
    for number, chunk in enumerate(again):
        reasons = _reasons(now, before, chunk) if number < _MOST_LOOKED_INTO else spans[-1]["reasons"]
        if spans and spans[-1]["last"] == chunk.first:
            spans[-1]["last"] = chunk.last
            spans[-1]["chunks"] += 1
            spans[-1]["reasons"] += [reason for reason in reasons if reason not in spans[-1]["reasons"]]
        else:
            spans.append({"first": chunk.first, "last": chunk.last, "chunks": 1, "reasons": list(reasons)})
    rows = [
        {"start": float(span["first"] / fps), "end": float(span["last"] / fps), "chunks": span["chunks"], "reasons": span["reasons"][:_MOST_REASONS]}
        for span in spans
    ]  # fmt: skip
    return {
        "spans": rows, "chunks": len(again), "allChunks": len(now.chunks), "frames": sum(chunk.frames for chunk in again),
        "allFrames": now.timeline.frames, "duration": float(now.timeline.duration), "fps": float(fps), "sound": _sound_changes(now, before, files),
        "width": now.timeline.width, "height": now.timeline.height,
    }  # fmt: skip


def _presence(now: Prepared, before: Prepared | None, files: Files, folder: Path) -> Any:
    known = set[str]() if before is None else {before.keys.key_of(chunk) for chunk in before.chunks}
    if not folder.is_dir():
        return lambda chunk: now.keys.key_of(chunk) in known
    plan = planned(now.reading.document.output, now.timeline, [OutputWish(Path("video.mp4"))], now.timeline.frames)
    encodings = tuple(encoding for output in plan for encoding in output.encodings)
    work = VideoWork(
        now.timeline, now.placards, folder, FrameCounter(1), encodings, cache=ChunkCache(folder), keys=now.keys
    )
    return lambda chunk: all((folder / f"{work.key(chunk, each)}{each.suffix}").is_file() for each in encodings)


def _reasons(now: Prepared, before: Prepared | None, chunk: Chunk) -> list[dict[str, str]]:
    if before is None:
        return [{"what": "new", "pointer": "", "label": ""}]
    if now.keys.key_of(chunk) in {before.keys.key_of(each) for each in before.chunks}:
        return [{"what": "not kept", "pointer": "", "label": ""}]
    mine, theirs = now.layers_in(chunk), before.layers_in(chunk)
    seen_before = {digest for digest, _ in theirs.values()}
    seen_now = {digest for digest, _ in mine.values()}
    told = list(_changed(mine, theirs, seen_before))
    named = {row["pointer"] for row in told}
    for pointer, (digest, words) in theirs.items():
        if digest not in seen_now and pointer not in named:
            told.append({"what": "removed", "pointer": pointer, "label": words.partition("\n")[0][:120]})
    return told or [{"what": "moved", "pointer": "", "label": ""}]


def _changed(
    mine: dict[str, tuple[str, str]], theirs: dict[str, tuple[str, str]], seen_before: set[str]
) -> Iterator[dict[str, str]]:
    for pointer, (digest, words) in mine.items():
        if digest in seen_before:
            continue
        other = theirs.get(pointer)
        old = set(other[1].split("\n")) if other else set[str]()
        fresh = [text for text in words.split("\n") if text not in old] or words.split("\n")
        yield {"what": "changed" if other else "added", "pointer": pointer, "label": fresh[0][:120]}


def _words(content: Any, name: str) -> str:
    if isinstance(content, Lettering):
        return content.text[:120]
    source = getattr(content, "source", None)
    if isinstance(source, str):
        return source.rpartition("/")[2]
    return "" if name.startswith("/") else name


def _sound_changes(now: Prepared, before: Prepared | None, files: Files) -> bool:
    """Whether anything that is heard is different."""
    if before is None:
        return bool(now.timeline.sounds)
    try:
        return _sound_key(now, files) != _sound_key(before, files)
    except (OSError, ReelwrightError):
        return True


def _sound_key(prepared: Prepared, files: Files) -> str:
    cache = SoundCache(ChunkCache(Path()), prepared.timeline, (0, prepared.timeline.frames), files.path_of)
    return cache.key
