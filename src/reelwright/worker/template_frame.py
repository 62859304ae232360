"""A frame of a document that is no video yet, as a template's picture; drawn in a child process: the document is a stranger's."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Event
from typing import Any

from reelwright.app.platform import Platform
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated
from reelwright.productions.project.atomic import write_atomically
from reelwright.worker.preview.previews import Looked, Previews

_LIMITS = Limits(memory=2_000_000_000, processor_seconds=60, seconds=60, file_bytes=200_000_000)
_AT_ONCE = BoundedSemaphore(2)
"""A gallery asks for many at once; a server has other things to do."""
_KEPT = 60


@dataclass(frozen=True)
class PreviewWish:
    """``request`` as ``render_request`` answers it; the frame ``part`` (0 to 1) of the way through, ``width`` pixels wide.

    ``owner`` and ``folder`` name whose it is and where its files are kept: the template's id.
    """

    owner: uuid.UUID
    folder: uuid.UUID
    request: dict[str, Any]
    part: float
    width: int


def preview_of(platform: Platform, wish: PreviewWish, warm: Previews | None = None) -> bytes:
    """A JPEG. Drawn once and kept for a day. Raises what gathering and drawing raise.

    With ``warm`` by a process that stays for the next one, as somebody types; but a document that names addresses has them
    fetched first, by a process of its own.
    """
    folder = platform.settings.data / "work" / str(wish.folder)
    told = json.dumps([wish.request, wish.part, wish.width], sort_keys=True, default=str).encode()
    path = folder / ".reel" / "frames" / f"{hashlib.sha256(told).hexdigest()[:24]}.jpg"
    if not path.is_file():
        request = {
            "stage": "preview", "kind": "frame", "part": "", "folder": str(folder), "owner": str(wish.owner),
            "job": str(wish.folder), "settings": platform.settings.plain(),
            "request": wish.request | {"part": wish.part, "width": wish.width, "path": str(path)},
        }  # fmt: skip
        if warm is not None and set(wish.request["sources"]) <= set(wish.request["assets"]):
            _write(path, warm.frame_of_part(_looked(wish), wish.part, wish.width))
            _forget_old(path.parent)
            return path.read_bytes()
        with _AT_ONCE:
            run_isolated(Task("reelwright.worker.stage_child", request, _LIMITS, what="the preview"), stop=Event())
        _forget_old(path.parent)
    return path.read_bytes()


def _looked(wish: PreviewWish) -> Looked:
    assets = {
        source: {"key": str(row["key"]), "name": str(row["name"])} for source, row in wish.request["assets"].items()
    }
    return Looked(wish.folder, wish.owner, None, wish.request["document"], assets, data=wish.request["data"])


def _write(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, picture)


def _forget_old(folder: Path) -> None:
    """Every letter typed into a form may have left a picture."""
    for path in sorted(folder.glob("*.jpg"), key=lambda each: each.stat().st_mtime, reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)
