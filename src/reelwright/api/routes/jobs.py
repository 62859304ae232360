"""Jobs of every kind: their list, their state, stopping and trying again."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import defer

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.errors import not_found
from reelwright.api.jobs_shown import JobShown, job_shown
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once_apart
from reelwright.api.wire import Page, Paging, Success
from reelwright.app.platform import Platform
from reelwright.database.tables import Job
from reelwright.workflows.jobs.lifecycle import cancel_job, job_for_update, retry_job, workflow_id

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
SORTABLE = {"createdAt": Job.created_at, "status": Job.status, "kind": Job.kind, "id": Job.id}


class JobFilter(Paging):
    status: str | None = None
    kind: str | None = None


@router.get("", summary="List jobs")
def list_jobs(platform: PlatformDep, caller: Reader, asked: Annotated[JobFilter, Query()]) -> Success[Page[JobShown]]:
    query = select(Job).options(defer(Job.request))  # may be a whole article or document, and is not shown
    if asked.status:
        query = query.where(Job.status == asked.status)
    if asked.kind:
        query = query.where(Job.kind == asked.kind)
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, SORTABLE)
    return Success(data=Page(items=[job_shown(platform, row) for row in rows], pagination=pagination))


@router.get("/{job_id}", summary="Show a job")
def show_job(job_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[JobShown]:
    return Success(data=job_shown(platform, read_job(platform, caller.user_id, job_id)))


@router.post("/{job_id}/cancel", summary="Stop a job")
def cancel(job_id: uuid.UUID, platform: PlatformDep, caller: Maker) -> Success[JobShown]:
    return Success(data=job_shown(platform, stop_job(platform, caller.user_id, job_id)), message="stopped")


@router.post(
    "/{job_id}/retry",
    summary="Try a failed or cancelled job again, from where it stopped",
    status_code=202,
    response_model=Success[JobShown],
)
def retry(
    job_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    def make() -> Success[JobShown]:
        return Success(data=job_shown(platform, retry_again(platform, caller.user_id, job_id)), message="queued again")

    return once_apart(request, platform, caller, "", make)


def read_job(platform: Platform, owner: uuid.UUID, job_id: uuid.UUID) -> Job:
    """One of the caller's jobs. Raises ``ApiError`` ``NOT_FOUND``."""
    with platform.database.reader_of(owner) as session:
        job = session.get(Job, job_id)
    if job is None:
        raise not_found("job")
    return job


def stop_job(platform: Platform, owner: uuid.UUID, job_id: uuid.UUID, because: str = "cancelled by its user") -> Job:
    """Cancel one of the caller's jobs, and the work of it that runs."""
    with platform.database.session_of(owner) as session:
        job = job_for_update(session, job_id)
        if job is None:
            raise not_found("job")
        running = workflow_id(job)
        cancel_job(session, job, because)
    platform.engine.cancel(running)
    return job


def retry_again(platform: Platform, owner: uuid.UUID, job_id: uuid.UUID) -> Job:
    """Queue a failed or cancelled job of the caller's again."""
    with platform.database.session_of(owner) as session:
        job = job_for_update(session, job_id)
        if job is None:
            raise not_found("job")
        retry_job(session, platform.engine, job)
    return job
