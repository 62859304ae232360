"""How a job is shown, everywhere alike."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from reelwright.api.wire import Wire
from reelwright.app.platform import Platform
from reelwright.database.tables import Job

LINK_AGE = timedelta(hours=1)
"""How long the links of an answer are good."""


class JobStarted(Wire):
    """The answer to every wish for long work."""

    job_id: uuid.UUID
    status: str
    video_id: uuid.UUID | None = None


class JobShown(Wire):
    """``progress`` is percent, ``estimatedTime`` seconds left; ``waitingFor`` is the stage that wants an approval."""

    job_id: uuid.UUID
    kind: str
    status: str
    progress: int
    stage: str
    estimated_time: int | None
    waiting_for: str | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    video_id: uuid.UUID | None
    asset_id: uuid.UUID | None
    batch_id: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def job_started(job: Job) -> JobStarted:
    return JobStarted(job_id=job.id, status=job.status, video_id=job.video_id)


def job_shown(platform: Platform, job: Job) -> JobShown:
    """A job with links to what it made."""
    result = job.result
    if result and result.get("outputs"):
        result = result | {"outputs": outputs_shown(platform, result["outputs"])}
    return JobShown(
        job_id=job.id, kind=job.kind, status=job.status, progress=job.progress, stage=job.stage, estimated_time=job.estimated_seconds,
        waiting_for=job.stage if job.status == "WAITING_FOR_APPROVAL" else None, result=result, error=job.error, video_id=job.video_id,
        asset_id=job.asset_id, batch_id=job.batch_id, created_at=job.created_at, started_at=job.started_at, finished_at=job.finished_at,
    )  # fmt: skip


def outputs_shown(platform: Platform, outputs: list[Any]) -> list[dict[str, Any]]:
    """Files with signed, expiring links instead of their keys."""
    return [
        {"name": row["name"], "contentType": row["contentType"], "size": row["size"], "url": link_to(platform, row)}
        for row in outputs
    ]


def link_to(platform: Platform, row: dict[str, Any], *, is_download: bool = False, age: timedelta = LINK_AGE) -> str:
    """A link to one output file."""
    return platform.store.signed_get(
        row["key"], expires=age, filename=row["name"], content_type=row["contentType"], inline=not is_download
    )
