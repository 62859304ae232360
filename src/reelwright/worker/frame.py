"""Single frames of a video's document, drawn in a child process: the document is a stranger's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from reelwright.app.platform import Platform
from reelwright.database.tables import Video
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated
from reelwright.workflows.jobs.workspace import Workspace

_LIMITS = Limits(memory=2_000_000_000, processor_seconds=60, seconds=60, file_bytes=100_000_000)


@dataclass(frozen=True)
class FrameWish:
    """The frame at ``seconds`` of a version of a video's document, ``width`` pixels wide."""

    video: Video
    version: int
    document: dict[str, Any]
    seconds: float
    width: int


def frame_of(platform: Platform, wish: FrameWish) -> bytes:
    """A JPEG. Drawn once, then kept for as long as the workspace is. Raises what drawing raises."""
    workspace = Workspace(platform.store, platform.settings.data / "work" / str(wish.video.id))
    told = json.dumps([wish.document, wish.seconds, wish.width], sort_keys=True).encode()
    path = workspace.folder / ".reel" / "frames" / f"{hashlib.sha256(told).hexdigest()[:24]}.jpg"
    if not path.is_file():
        workspace.restore(wish.video.workspace_key)
        request = {
            "stage": "frame", "kind": "frame", "part": "", "folder": str(workspace.folder), "owner": str(wish.video.owner_id),
            "job": str(wish.video.id), "settings": platform.settings.plain(),
            "request": {"document": wish.document, "seconds": wish.seconds, "width": wish.width, "path": str(path)},
        }  # fmt: skip
        run_isolated(Task("reelwright.worker.stage_child", request, _LIMITS, what="the frame"), stop=Event())
    return Path(path).read_bytes()
