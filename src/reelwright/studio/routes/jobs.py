"""The list of jobs, and steering one."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy import func, select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.jobs import JobFilter, list_jobs, read_job, retry_again, stop_job
from reelwright.database.tables import Job, JobEvent, JobStage, PaidCall, Video
from reelwright.providers.payments import MICROS
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, asked_of
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.own_path import own_path
from reelwright.studio.pages import page
from reelwright.studio.shown import job_row, result_rows
from reelwright.studio.viewer import ViewerDep
from reelwright.studio.words import STATUSES

router = APIRouter(prefix="/jobs", route_class=PageRoute)
_SHOWN, _EVENTS = 30, 200


class Wanted(BaseModel):
    """The address of a list; what does not fit is ignored."""

    status: str = ""
    page: str = "1"


@router.get("")
def jobs(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    status = wanted.status if wanted.status in STATUSES else ""
    asked = asked_of(JobFilter, {"status": status, "page": page_number(wanted.page), "limit": _SHOWN})
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
        address=addresses("/jobs", {"status": status}),
        statuses={name: row[0] for name, row in STATUSES.items() if name != "CANCELLING"},
    )


@router.get("/{job_id}")
def show(job_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """One job: how far it is, what happened, what came of it."""
    owner = viewer.caller.user_id
    job = read_job(platform, owner, job_id)
    with platform.database.reader_of(owner) as session:
        video = session.get(Video, job.video_id) if job.video_id else None
        stages = {row.stage: row for row in session.scalars(select(JobStage).where(JobStage.job_id == job_id))}
        events = session.scalars(
            select(JobEvent)
            .where(JobEvent.job_id == job_id, JobEvent.kind != "progress")
            .order_by(JobEvent.id.desc())
            .limit(_EVENTS)
        ).all()
        spent = session.scalar(select(func.sum(PaidCall.cost_micros)).where(PaidCall.job_id == job_id)) or 0
    outputs = (job.result or {}).get("outputs") or []
    return page(
        request, "job.html", viewer, job=job_row(job, video.title if video else None), started_at=job.started_at, stages=stages,
        events=events, spent=spent / MICROS, files=result_rows(platform, outputs), batch_id=job.batch_id,
        left_after=(job.finished_at - job.started_at) if job.finished_at and job.started_at else None,
    )  # fmt: skip


@router.post("/{job_id}/cancel")
def cancel(job_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    stop_job(platform, viewer.caller.user_id, job_id)
    return RedirectResponse(f"{own_path(form.text('back'), '/jobs')}?done=cancelled", 303)


@router.post("/{job_id}/retry")
def retry(job_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    retry_again(platform, viewer.caller.user_id, job_id)
    return RedirectResponse(f"{own_path(form.text('back'), '/jobs')}?done=retried", 303)
