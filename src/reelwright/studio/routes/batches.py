"""Batches: their list, and one row by row as it goes on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import batch as api
from reelwright.api.wire import Paging
from reelwright.app.platform import Platform
from reelwright.database.tables import Job, Video
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import asked_of
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.shown import JobRow, card, job_row
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.lifecycle import ACTIVE

router = APIRouter(prefix="/batches", route_class=PageRoute)
_SHOWN, _ROWS, _VALUES = 30, 50, 4


@dataclass(frozen=True)
class BatchRow:
    """``values`` are the first of the row's data, ``number`` counts from 1."""

    number: int
    job: JobRow
    thumbnail: str
    values: list[str]


@router.get("")
def batches(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    asked = asked_of(Paging, {"page": page_number(request.query_params.get("page", "")), "limit": _SHOWN})
    found = api.list_batches(platform, viewer.caller, asked).data
    return page(
        request, "batches.html", viewer, batches=found.items, pages=found.pagination, address=addresses("/batches", {})
    )


@router.get("/{batch_id}")
def show(batch_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    number = page_number(request.query_params.get("page", ""))
    asked = asked_of(Paging, {"page": number, "limit": _ROWS, "sort": "row", "order": "asc"})
    found = api.show(batch_id, platform, viewer.caller, asked).data
    active = sum(count for status, count in found.jobs.items() if status in ACTIVE)
    failed = sum(found.jobs.get(status, 0) for status in ("FAILED", "CANCELLED"))
    return page(
        request, "batch.html", viewer, batch=found, rows=_rows(platform, viewer, [each.job_id for each in found.rows.items]),
        pages=found.rows.pagination, address=addresses(f"/batches/{batch_id}", {}), active=active, failed=failed,
        done=found.jobs.get("COMPLETED", 0),
    )  # fmt: skip


@router.post("/{batch_id}/cancel")
def cancel(batch_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.cancel(batch_id, platform, viewer.caller)
    return RedirectResponse(f"/batches/{batch_id}?done=batch-cancelled", 303)


@router.post("/{batch_id}/retry")
def retry(batch_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """Only the rows that failed or were stopped; finished ones stay."""
    api.retry(batch_id, request, platform, viewer.caller)
    return RedirectResponse(f"/batches/{batch_id}?done=batch-retried", 303)


def _rows(platform: Platform, viewer: Viewer, ids: list[uuid.UUID]) -> list[BatchRow]:
    with platform.database.reader_of(viewer.caller.user_id) as session:
        query = select(Job, Video).outerjoin(Video, Video.id == Job.video_id).where(Job.id.in_(ids))
        found = session.execute(query.order_by(Job.batch_row)).all()
    return [
        BatchRow(
            (job.batch_row or 0) + 1,
            job_row(job, video.title if video else None),
            card(platform, video).thumbnail if video else "",
            _values(job.request.get("data", {})),
        )
        for job, video in found
    ]


def _values(data: dict[str, Any]) -> list[str]:
    plain = [
        str(value) for value in data.values() if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    ]
    return plain[:_VALUES]
