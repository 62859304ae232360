"""Small pictures of what could be seen in a video, for a person who chooses."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from reelwright.app.platform import Platform
from reelwright.app.user_addresses import user_guard
from reelwright.database.tables import Video
from reelwright.errors import FetchFailed, NotFound
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.media.sniff import sniff
from reelwright.productions.narrate.visual_plan import Row
from reelwright.workflows.jobs.workspace_edit import files_in
from reelwright.workflows.picture_files import fetched_name

_MOST_BYTES = 8_000_000
_SHOWN = frozenset({".jpg", ".png", ".webp"})


def file_of(platform: Platform, video: Video, row: Row, chosen: str) -> str:
    """Where in the workspace a choice's file lies; empty when it was not fetched yet."""
    files = files_in(platform.store, video.workspace_key)
    if chosen == row.shown and row.file in files:
        return row.file
    option = row.option(chosen)
    if option is None:
        return ""
    if option.candidate.provider == "folder":
        place = f"pictures/{option.candidate.id}"
        return place if place in files else ""
    stem = f"{fetched_name(option.id)}."
    return next((name for name in files if name.startswith(stem)), "")


def one_picture(source: str, *, is_clip: bool, size: tuple[int, int], at: float = 0.0) -> dict[str, Any]:
    """A document that shows one file."""
    width, height = size if all(size) else (16, 9)
    scale = 640 / max(width, height)
    shape = {"width": max(16, round(width * scale / 2) * 2), "height": max(16, round(height * scale / 2) * 2)}
    clip: dict[str, Any] = {"src": source, "start": 0, "duration": 1, "fit": "cover"}
    clip |= {"type": "video", "volume": 0, "loop": True} if is_clip else {"type": "image"}
    if is_clip and at:
        clip["trim"] = {"from": at}
    return {
        "version": 1,
        "canvas": shape | {"fps": "30", "duration": 1},
        "tracks": [{"clips": [clip]}],
    }


def fetched_preview(platform: Platform, video: Video, address: str) -> tuple[bytes, str]:
    """A stock's own small picture and its type, kept beside the video's work. Raises what fetching raises."""
    folder = platform.settings.data / "work" / str(video.id) / ".reel" / "previews"
    mark = hashlib.sha256(address.encode()).hexdigest()[:24]
    found = next(folder.glob(f"{mark}.*"), None) if folder.is_dir() else None
    if found is None:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{mark}.part"
        limits = FetchLimits(max_bytes=_MOST_BYTES, total_seconds=20.0)
        fetch_file(address, part, limits=limits, guard=user_guard(platform.settings))
        found = _named(part, folder / mark)
    kinds = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
    return found.read_bytes(), kinds[found.suffix]


def _named(part: Path, target: Path) -> Path:
    suffix = {".jpeg": ".jpg"}.get(sniff(part).suffix, sniff(part).suffix)
    if suffix not in _SHOWN:
        part.unlink()
        raise FetchFailed("the stock's preview is no picture")
    return part.replace(target.with_suffix(suffix))


def no_preview() -> NotFound:
    return NotFound("there is no picture of this yet", hint="choose it, and make the pictures")
