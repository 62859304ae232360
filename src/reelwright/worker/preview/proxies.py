"""Small films of edited documents, made one at a time while somebody edits; a newer edit ends the work on an older one."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reelwright.app.platform import Platform
from reelwright.errors import Cancelled, ReelwrightError
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated
from reelwright.worker.preview.previews import Looked, Previews, makings

WIDTH = 640
"""Of the longer side, in pixels."""
_LIMITS = Limits(memory=2_000_000_000, processor_seconds=3600, seconds=1800, file_bytes=500_000_000)
_AT_ONCE = 1
_KEPT = 3
"""Films of one video that stay: the present one, and what undo leads back to."""


@dataclass
class ProxyState:
    """``progress`` is 0 to 1; ``error`` says why it failed."""

    digest: str
    state: Literal["working", "ready", "failed"]
    progress: float = 0.0
    error: str = ""
    stop: threading.Event = field(default_factory=threading.Event)


class Proxies:
    """Shared by all requests of a server process."""

    def __init__(self, platform: Platform, previews: Previews) -> None:
        self._platform = platform
        self._previews = previews
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(_AT_ONCE)
        self._states: dict[uuid.UUID, ProxyState] = {}

    def wanted(self, looked: Looked) -> ProxyState:
        """How far the film of a document is; the work begins with the first call. An older document's is stopped."""
        digest = looked.digest
        path = self.path_of(looked.video, digest)
        with self._lock:
            now = self._states.get(looked.video)
            if path.is_file():
                return ProxyState(digest, "ready", 1.0)
            if now is not None and now.digest == digest and now.state != "ready":
                if now.state == "failed":  # told once; who asks again has it tried again
                    del self._states[looked.video]
                return now
            if now is not None:
                now.stop.set()
            state = self._states[looked.video] = ProxyState(digest, "working")
        threading.Thread(target=self._make, args=(looked, state, path), name="proxy", daemon=True).start()
        return state

    def path_of(self, video: uuid.UUID, digest: str) -> Path:
        return self._platform.settings.data / "work" / f"{video}.preview" / "deliver" / f"proxy-{digest}.mp4"

    def close(self) -> None:
        """Stop all work."""
        with self._lock:
            for state in self._states.values():
                state.stop.set()

    def _make(self, looked: Looked, state: ProxyState, path: Path) -> None:
        with self._slots:
            if state.stop.is_set():
                return
            try:
                self._made(looked, state, path)
                state.progress, state.state = 1.0, "ready"
            except Cancelled:
                state.state = "failed"
            except ReelwrightError as refusal:
                state.error, state.state = refusal.message, "failed"
            except Exception:
                state.error, state.state = "the film for playing could not be made", "failed"
                raise

    def _made(self, looked: Looked, state: ProxyState, path: Path) -> None:
        folder = self._previews.lay_out(looked)
        canvas: dict[str, Any] = dict(looked.document.get("canvas") or {})
        longest = max(int(canvas.get("width", 1920)), int(canvas.get("height", 1080)))
        request = {
            "stage": "proxy", "kind": "preview", "part": "", "folder": str(folder), "owner": str(looked.owner), "job": str(looked.video),
            "settings": self._platform.settings.plain(),
            "request": {
                "document": dict(looked.document), "path": str(path), "zoom": min(1.0, WIDTH / longest), "made": makings(looked),
            },
        }  # fmt: skip

        def heard(said: dict[str, Any]) -> None:
            if "done" in said:
                state.progress = int(said["done"]) / max(1, int(said["total"]))

        run_isolated(Task("reelwright.worker.stage_child", request, _LIMITS, what="the preview"), heard, state.stop)
        films = sorted(path.parent.glob("proxy-*.mp4"), key=lambda film: film.stat().st_mtime, reverse=True)
        for old in films[_KEPT:]:
            old.unlink(missing_ok=True)
