"""What is in a media file at an address."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from fastapi import APIRouter, Request

from reelwright.api.caller import PlatformDep, Reader
from reelwright.api.errors import ApiError
from reelwright.api.routes.shotstack.answering import ShotstackRoute
from reelwright.api.routes.shotstack.wire import Answer, Probed
from reelwright.app.platform import Platform
from reelwright.app.user_addresses import user_guard
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated

router = APIRouter(route_class=ShotstackRoute)
_AT_ONCE = 4
_running = BoundedSemaphore(_AT_ONCE)
_FETCH_SECONDS, _MOST_BYTES = 120.0, 2_000_000_000
_LIMITS = Limits(memory=1_000_000_000, processor_seconds=30, seconds=60, file_bytes=1_000_000)


@router.get("/probe/{url:path}", summary="What is in a media file, in the words of ffprobe")
def probe(url: str, request: Request, platform: PlatformDep, _caller: Reader) -> Answer[Probed]:
    if request.url.query:  # of an address that was not encoded
        url = f"{url}?{request.url.query}"
    if not _running.acquire(blocking=False):
        raise ApiError("RATE_LIMITED", "too many files are being looked into", headers={"Retry-After": "5"})
    try:
        return Answer(message="OK", response=Probed(metadata=_looked_into(platform, url)))
    finally:
        _running.release()


def _looked_into(platform: Platform, url: str) -> dict[str, Any]:
    scratch = platform.settings.data / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    limits = FetchLimits(min(platform.settings.upload_limit, _MOST_BYTES), total_seconds=_FETCH_SECONDS)
    with tempfile.TemporaryDirectory(prefix="probe-", dir=scratch) as folder:
        path = Path(folder) / "media"
        fetched = fetch_file(url, path, limits=limits, guard=user_guard(platform.settings))
        path = path.rename(path.with_suffix(Path(fetched.filename).suffix))
        task = Task("reelwright.worker.stream_facts_child", {"path": str(path), "name": url}, _LIMITS, "the probe")
        return run_isolated(task)["metadata"]
