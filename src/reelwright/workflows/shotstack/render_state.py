"""How a render stands, in Shotstack's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Literal

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Job
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.jobs.kinds import percent

Status = Literal["queued", "fetching", "rendering", "saving", "done", "failed"]
LINKS_LAST = timedelta(hours=24)
_OUT = "out/"
_CAPTURES = {"poster.jpg": "poster", "thumbnail.jpg": "thumb"}


@dataclass(frozen=True)
class RenderFiles:
    """What a finished render gave; what was not asked for, or is deleted, is ``None``."""

    main: BlobUse | None = None
    poster: BlobUse | None = None
    thumbnail: BlobUse | None = None


def status_of(job: Job) -> Status:
    if job.status == "COMPLETED":
        return "done"
    if job.status in ("FAILED", "CANCELLED", "CANCELLING"):
        return "failed"
    if job.status == "QUEUED":
        return "queued"
    if job.progress < percent(job.kind, "materials", 1.0):
        return "fetching"
    return "rendering" if job.progress < 100 else "saving"


def error_of(job: Job) -> str:
    """Why a render failed; empty for one that did not."""
    if job.status in ("CANCELLED", "CANCELLING"):
        return f"the render was cancelled: {job.cancelled_because}".rstrip(": ")
    if job.status != "FAILED":
        return ""
    error = job.error or {}
    message, hint = str(error.get("message") or "the render failed"), str(error.get("hint") or "")
    return f"{message} ({hint})" if hint else message


def files_of(session: OwnedSession, job: Job) -> RenderFiles:
    """The files of a render that are still kept."""
    if job.status != "COMPLETED":
        return RenderFiles()
    made = {row["name"]: row["key"] for row in (job.result or {}).get("outputs", [])}
    kind, user = ("video", job.video_id) if job.video_id else ("job", job.id)
    uses = session.scalars(
        select(BlobUse).where(BlobUse.user_kind == kind, BlobUse.user_id == user, BlobUse.name.startswith(_OUT))
    )
    kept = {name: use for use in uses if made.get(name := use.name.removeprefix(_OUT)) == use.key}
    return RenderFiles(kept.get(_main_name(job)), kept.get("poster.jpg"), kept.get("thumbnail.jpg"))


def filename_of(job: Job, use: BlobUse) -> str:
    """The name a file is handed out under: the render's id, as Shotstack names it."""
    path = PurePath(use.name)
    return f"{job.id}-{_CAPTURES[path.name]}.jpg" if path.name in _CAPTURES else f"{job.id}{path.suffix}"


def link_to(store: BlobStore, job: Job, use: BlobUse) -> str:
    """An address that answers the file for a day."""
    return store.signed_get(
        use.key, expires=LINKS_LAST, filename=filename_of(job, use), content_type=use.content_type, inline=True
    )


def iso_moment(moment: datetime) -> str:
    """As Shotstack writes moments: UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _main_name(job: Job) -> str:
    return f"video.{job.request['outputs'][0]['format']}"
