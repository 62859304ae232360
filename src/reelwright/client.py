"""A small client of a Reelwright server: start work, follow it, fetch what it made.

with Client("http://127.0.0.1:8787", token="rw_…") as reel:
    job = reel.make(text=Path("article.md").read_text(), duration=45)
    done = reel.wait(job, on_progress=lambda state: print(state["progress"], state["stage"]))
    reel.download(done, "video.mp4")
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2

import reelwright
from reelwright.errors import ReelwrightError, error_named

Job = Mapping[str, Any]
"""A job as the server shows it: ``jobId``, ``status``, ``progress`` (percent), ``stage``, ``result``, ``error``, ``videoId``."""
_ENDED = ("COMPLETED", "FAILED", "CANCELLED")
_POLL_SECONDS = 0.5


class Client:
    """One server. Raises ``ReelwrightError`` with the server's code, words and hint; ``httpx2`` errors when it cannot be reached."""

    def __init__(
        self, url: str, token: str = "", *, timeout: float = 60.0, transport: httpx2.BaseTransport | None = None
    ) -> None:
        headers = {"User-Agent": f"reelwright-client/{reelwright.__version__}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx2.Client(base_url=url.rstrip("/"), headers=headers, timeout=timeout, transport=transport)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def make(self, *, text: str | None = None, topic: str | None = None, **wishes: Any) -> Job:
        """Start a video of an article or script (``text``) or a ``topic``. ``wishes`` are the API's: voice, aspect, duration, approve …"""
        return self.post("/api/videos", _given({"text": text, "topic": topic} | wishes))

    def render(
        self, *, document: Mapping[str, Any] | None = None, template_id: str | None = None, **wishes: Any
    ) -> Job:
        """Start the rendering of a document or template. ``wishes``: data, outputs, aspect, title …"""
        return self.post("/api/video/generate", _given({"document": document, "templateId": template_id} | wishes))

    def upload(self, path: str | os.PathLike[str]) -> dict[str, Any]:
        """Hand a file in; documents name it ``asset:<id>``."""
        with Path(path).open("rb") as file:
            return self._data(self._http.post("/api/assets", files={"file": (Path(path).name, file)}))

    def job(self, job: Job | str) -> dict[str, Any]:
        """A job's present state."""
        return self.get(f"/api/jobs/{_id(job)}")

    def approve(self, job: Job, stage: str, **edits: Any) -> dict[str, Any]:
        """Let a waiting job go on; ``script``, ``visuals`` or ``document`` changes what was made."""
        return self.post(f"/api/videos/{job['videoId']}/approve", {"stage": stage} | edits)

    def cancel(self, job: Job | str) -> dict[str, Any]:
        return self.post(f"/api/jobs/{_id(job)}/cancel", {})

    def wait(
        self, job: Job | str, *, on_progress: Callable[[Job], None] | None = None, until_approval: bool = False
    ) -> dict[str, Any]:
        """The job once it has ended (or waits for an approval, if that is asked for).

        Raises the job's own error when it failed or was cancelled.
        """
        for state in self.follow(job):
            if on_progress:
                on_progress(state)
            if state["status"] == "WAITING_FOR_APPROVAL" and until_approval:
                return state
            if state["status"] in _ENDED:
                if state["status"] != "COMPLETED":
                    raise _error(state["error"] or {"code": "CANCELLED", "message": "the job was cancelled"})
                return state
        raise AssertionError("unreachable")

    def follow(self, job: Job | str) -> Iterator[dict[str, Any]]:
        """The job's state each time it changes, until it has ended."""
        last: dict[str, Any] | None = None
        while True:
            state = self.job(job)
            if state != last:
                yield state
                last = state
            if state["status"] in _ENDED:
                return
            time.sleep(_POLL_SECONDS)

    def download(self, job: Job, path: str | os.PathLike[str], name: str | None = None) -> Path:
        """Fetch one of a finished job's files: the first, or that of a name."""
        outputs = (job.get("result") or {}).get("outputs", [])
        row = next((row for row in outputs if name in (None, row["name"])), None)
        if row is None:
            raise ReelwrightError(f"the job has no file {name or ''}".strip())
        target = Path(path)
        part = target.with_name(f".{target.name}.part")
        with httpx2.stream("GET", row["url"], timeout=60.0) as answer:
            answer.raise_for_status()
            with part.open("wb") as file:
                for piece in answer.iter_bytes():
                    file.write(piece)
        part.replace(target)
        return target

    def get(self, path: str, **query: Any) -> Any:
        """Any other question: the ``data`` of the answer."""
        return self._data(self._http.get(path, params=query))

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Any other wish; a key of its own makes it safe to send again when the line breaks."""
        key = {"Idempotency-Key": uuid.uuid4().hex}
        for attempt in range(3):
            try:
                return self._data(self._http.post(path, json=dict(body), headers=key))
            except httpx2.TransportError:
                if attempt == 2:
                    raise
                time.sleep(_POLL_SECONDS * 2**attempt)
        raise AssertionError("unreachable")

    def _data(self, answer: httpx2.Response) -> Any:
        try:
            told = answer.json()
        except ValueError:
            raise ReelwrightError(
                f"the server answered {answer.status_code} and no JSON", hint="check the address"
            ) from None
        if not told.get("success"):
            raise _error(told.get("error") or {})
        return told["data"]


def _error(told: Mapping[str, Any]) -> ReelwrightError:
    code = str(told.get("code", "ERROR"))
    error = error_named(code)(str(told.get("message", "the server refused")), hint=str(told.get("hint") or ""))
    error.code = code
    return error


def _given(wishes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wishes.items() if value is not None}


def _id(job: Job | str) -> str:
    return job if isinstance(job, str) else str(job["jobId"])
