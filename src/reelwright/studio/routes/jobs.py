"""The list of jobs, and steering one."""

from __future__ import annotations

import uuid
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.jobs import JobFilter, list_jobs, retry_again, stop_job
from reelwright.database.tables import Job, Video
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import asked_of
from reelwright.studio.pages import page
from reelwright.studio.shown import job_row
from reelwright.studio.viewer import ViewerDep
from reelwright.studio.words import STATUSES

router = APIRouter(prefix="/jobs", route_class=PageRoute)
_SHOWN = 30


class Wanted(BaseModel):
    """The address of a list; what does not fit is ignored."""

    status: str = ""
    page: str = "1"


@router.get("")
def jobs(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    status = wanted.status if wanted.status in STATUSES else ""
    number = int(wanted.page) if wanted.page.isascii() and wanted.page.isdigit() and len(wanted.page) < 6 else 1
    asked = asked_of(JobFilter, {"status": status, "page": max(1, number), "limit": _SHOWN})
    found = list_jobs(platform, viewer.caller, asked).data
    ids = [each.job_id for each in found.items]
    with platform.database.reader_of(viewer.caller.user_id) as session:
        rows = session.execute(
            select(Job, Video.title).outerjoin(Video, Video.id == Job.video_id).where(Job.id.in_(ids))
        ).all()
    by_id = {job.id: job_row(job, title) for job, title in rows}
    return page(
        request,
        "jobs.html",
        viewer,
        jobs=[by_id[each] for each in ids if each in by_id],
        pages=found.pagination,
        wanted={"status": status},
        address=lambda **change: f"/jobs?{urlencode({n: v for n, v in ({'status': status} | change).items() if v})}",
        statuses={name: row[0] for name, row in STATUSES.items() if name != "CANCELLING"},
    )


@router.post("/{job_id}/cancel")
def cancel(job_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    stop_job(platform, viewer.caller.user_id, job_id)
    return RedirectResponse("/jobs?done=cancelled", 303)


@router.post("/{job_id}/retry")
def retry(job_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    retry_again(platform, viewer.caller.user_id, job_id)
    return RedirectResponse("/jobs?done=retried", 303)
