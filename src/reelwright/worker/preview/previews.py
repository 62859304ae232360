"""The server's side of previews: a few processes that keep documents open, one for looking and one for facts of each video."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reelwright.app.platform import Platform
from reelwright.errors import RenderCrashed
from reelwright.isolation.kept import KeptChild, KeptTask
from reelwright.isolation.limits import Limits
from reelwright.productions.project.atomic import write_atomically
from reelwright.render.files import SOURCES
from reelwright.timeline.made import unmade
from reelwright.timeline.reading import read_document
from reelwright.worker.preview.making import making
from reelwright.worker.stages.gather import FILES, file_name
from reelwright.workflows.jobs.workspace import Workspace

_MODULE = "reelwright.worker.preview_child"
_LIMITS = Limits(memory=1_600_000_000, processor_seconds=3600, file_bytes=200_000_000)
"""Of one process: above the pictures it keeps there is room for the largest canvas."""
_MOST, _MOST_OF_ONE = 8, 4
"""Processes at a time, of the server and of one user."""
_IDLE_SECONDS = 120.0
_LONGEST = {"frame": 20.0, "layout": 30.0, "plan": 120.0, "peaks": 120.0, "strip": 60.0, "export": 60.0}
Lane = Literal["look", "facts"]


@dataclass(frozen=True)
class Looked:
    """What is looked at: a document of a video, the files it names (``manifest_key`` of the video's workspace, ``assets`` by
    source with ``key`` and ``name``), the document a rendering has made the materials of, and the values of its variables.

    A template's is looked at alike, under its own id and without a workspace."""

    video: uuid.UUID
    owner: uuid.UUID
    manifest_key: str | None
    document: Mapping[str, Any]
    assets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    made_of: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of({"document": self.document, "data": self.data} if self.data else self.document)


def digest_of(document: Mapping[str, Any]) -> str:
    """Equal for equal documents."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:24]


class Previews:
    """Shared by all requests of a server process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._lock = threading.Lock()
        self._children: dict[tuple[uuid.UUID, Lane], tuple[uuid.UUID, KeptChild]] = {}
        self._laid: dict[uuid.UUID, str | None] = {}
        self._laying: dict[uuid.UUID, threading.Lock] = {}

    def frame(self, looked: Looked, seconds: float, width: int, form: str = "jpeg", stream: str = "") -> bytes:
        """A JPEG or WebP. Raises ``Superseded`` when the same ``stream`` asks again meanwhile, and what drawing raises."""
        told = self.ask(looked, "look", {"do": "frame", "seconds": seconds, "width": width, "form": form}, stream)
        return base64.b64decode(told["picture"])

    def frame_of_part(self, looked: Looked, part: float, width: int, stream: str = "") -> bytes:
        """As ``frame``, a part (0 to 1) of the way through; a JPEG."""
        told = self.ask(looked, "look", {"do": "frame", "part": part, "width": width, "form": "jpeg"}, stream)
        return base64.b64decode(told["picture"])

    def ask(self, looked: Looked, lane: Lane, request: dict[str, Any], stream: str = "") -> dict[str, Any]:
        """What the process answers. It is started when there is none, and told the document when it does not know it."""
        folder = self.lay_out(looked)
        request = request | {"digest": looked.digest}
        if request["do"] == "plan":
            request["chunks"] = str(self._work / str(looked.video) / ".reel" / "chunks")
        seconds = _LONGEST[request["do"]]
        for attempt in range(3):
            child = self._child(looked, lane, folder)
            try:
                return child.ask(request, stream, seconds)
            except RenderCrashed:
                if attempt or not child.is_over:
                    raise
            except Exception as refusal:
                if getattr(refusal, "code", "") != "UNKNOWN_DOCUMENT":
                    raise
                told = {"document": dict(looked.document), "data": dict(looked.data), "made": makings(looked)}
                request = request | told
        raise RenderCrashed("the preview ends again and again", hint="look at the document's files")

    def close(self, video: uuid.UUID | None = None) -> None:
        """End the processes of a video, or all."""
        with self._lock:
            gone = [key for key in self._children if video in (None, key[0])]
            children = [self._children.pop(key)[1] for key in gone]
        for child in children:
            child.close()

    @property
    def _work(self) -> Path:
        return self._platform.settings.data / "work"

    def lay_out(self, looked: Looked) -> Path:
        """The folder with the document's files. It is a copy of the workspace, for a rendering may be writing there."""
        folder = self._work / f"{looked.video}.preview"
        with self._lock:
            laying = self._laying.setdefault(looked.video, threading.Lock())
        with laying:
            workspace = Workspace(self._platform.store, folder)
            if self._laid.get(looked.video, "") != looked.manifest_key or not (folder / SOURCES).is_file():
                workspace.restore(looked.manifest_key)
                if not (folder / SOURCES).is_file():  # with it nothing outside of the folder is read
                    write_atomically(folder / SOURCES, "{}")
                self._laid[looked.video] = looked.manifest_key
            self._bring(folder, looked.assets)
        return folder

    def _bring(self, folder: Path, assets: Mapping[str, Mapping[str, str]]) -> None:
        known: dict[str, str] = json.loads((folder / SOURCES).read_text("utf-8"))
        fresh = {source: row for source, row in assets.items() if source not in known}
        for source, row in fresh.items():
            name = file_name(FILES, row["name"], source)
            self._platform.store.fetch(row["key"], folder / name)
            known[source] = name
        if fresh:
            write_atomically(folder / SOURCES, json.dumps(known, indent=1))

    def _child(self, looked: Looked, lane: Lane, folder: Path) -> KeptChild:
        key = (looked.video, lane)
        with self._lock:
            self._children = {each: row for each, row in self._children.items() if not row[1].is_over}
            if key in self._children:
                return self._children[key][1]
            leaving = self._leaving(looked.owner)
            hello = {
                "folder": str(folder), "settings": self._platform.settings.plain(), "owner": str(looked.owner), "video": str(looked.video),
            }  # fmt: skip
            child = KeptChild(KeptTask(_MODULE, hello, _LIMITS, _IDLE_SECONDS))
            self._children[key] = (looked.owner, child)
        for each in leaving:
            each.close()
        return child

    def _leaving(self, owner: uuid.UUID) -> list[KeptChild]:
        """The processes that have to end before another begins: the ones used longest ago, of the user and of all."""
        by_use = sorted(self._children, key=lambda key: self._children[key][1].used_at)
        own = [key for key in by_use if self._children[key][0] == owner]
        gone = own[: max(0, len(own) - _MOST_OF_ONE + 1)]
        left = [key for key in by_use if key not in gone]
        gone += left[: max(0, len(left) - _MOST + 1)]
        return [self._children.pop(key)[1] for key in gone]


def makings(looked: Looked) -> list[str]:
    """What of a document providers have made already."""
    if looked.made_of is None:
        return []
    text = json.dumps(looked.made_of)
    if '"speech"' not in text and '"generate"' not in text:
        return []
    return [making(clip) for _, clip in unmade(read_document(text).document)]
