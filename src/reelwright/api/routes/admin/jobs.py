"""Everybody's jobs: finding them, what happened to one, trying again, stopping."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from reelwright.api.caller import Admin, Caller, PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.errors import not_found
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once_apart
from reelwright.api.routes.jobs import SORTABLE, retry_again, stop_job
from reelwright.api.wire import Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.audit import record_alone
from reelwright.database.tables import Job, JobEvent, JobStage, PaidCall, User
from reelwright.providers.payments import MICROS

router = APIRouter(prefix="/jobs")
_EVENTS = 500


class AdminJob(Wire):
    job_id: uuid.UUID
    owner_id: uuid.UUID
    owner: str
    kind: str
    status: str
    stage: str
    progress: int
    error: dict[str, Any] | None
    video_id: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class StageRow(Wire):
    stage: str
    state: str
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None


class EventRow(Wire):
    id: int
    kind: str
    data: dict[str, Any]
    created_at: datetime


class CallRow(Wire):
    provider: str
    operation: str
    state: str
    cost: float
    error: str
    created_at: datetime


class JobLog(Wire):
    """``requestId`` finds the lines of the log."""

    job: AdminJob
    request_id: str | None
    stages: list[StageRow]
    events: list[EventRow]
    calls: list[CallRow]


class JobFilter(Paging):
    status: str | None = Field(None, max_length=30)
    kind: str | None = Field(None, max_length=30)
    owner_id: uuid.UUID | None = None
    code: str | None = Field(None, max_length=60, description="Of the error.")


@router.get("", summary="List jobs of all users")
def index(platform: PlatformDep, asked: Annotated[JobFilter, Query()]) -> Success[Page[AdminJob]]:
    query = select(Job).options(defer(Job.request))
    for column, wanted in ((Job.status, asked.status), (Job.kind, asked.kind), (Job.owner_id, asked.owner_id)):
        if wanted:
            query = query.where(column == wanted)
    if asked.code:
        query = query.where(Job.error["code"].as_string() == asked.code)
    with platform.database.system_reader() as session:
        rows, pagination = listed(session, query, asked, SORTABLE)
        owners = {
            each.id: each.email
            for each in session.scalars(select(User).where(User.id.in_({row.owner_id for row in rows})))
        }
    items = [_shown(row, owners.get(row.owner_id, "")) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{job_id}/log", summary="What happened to a job: stages, events, calls to providers")
def log(job_id: uuid.UUID, platform: PlatformDep) -> Success[JobLog]:
    with platform.database.system_reader() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise not_found("job")
        owner = session.scalar(select(User.email).where(User.id == job.owner_id)) or ""
        stages = session.scalars(select(JobStage).where(JobStage.job_id == job_id).order_by(JobStage.created_at))
        events = session.scalars(
            select(JobEvent)
            .where(JobEvent.job_id == job_id, JobEvent.kind != "progress")
            .order_by(JobEvent.id.desc())
            .limit(_EVENTS)
        )
        calls = session.scalars(select(PaidCall).where(PaidCall.job_id == job_id).order_by(PaidCall.created_at))
        return Success(
            data=JobLog(
                job=_shown(job, owner),
                request_id=(job.origin or {}).get("requestId"),
                stages=[StageRow.model_validate(row) for row in stages],
                events=[EventRow.model_validate(row) for row in events],
                calls=[
                    CallRow(
                        provider=row.provider, operation=row.operation, state=row.state, cost=row.cost_micros / MICROS, error=row.error,
                        created_at=row.created_at,
                    )
                    for row in calls
                ],
            )
        )  # fmt: skip


@router.post("/{job_id}/cancel", summary="Stop a user's job")
def cancel(job_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Admin) -> Success[AdminJob]:
    return Success(data=stop(platform, caller, job_id, request), message="stopped")


@router.post(
    "/{job_id}/retry",
    summary="Try a user's failed or cancelled job again",
    status_code=202,
    response_model=Success[AdminJob],
)
def retry(
    job_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Admin, _key: IdempotencyKey = None
) -> JSONResponse:
    def make() -> Success[AdminJob]:
        return Success(data=again(platform, caller, job_id, request), message="queued again")

    return once_apart(request, platform, caller, "", make)


def stop(platform: Platform, caller: Caller, job_id: uuid.UUID, request: Request) -> AdminJob:
    """Raises ``ApiError`` ``NOT_FOUND``, ``JobState``."""
    owner, email = _owner(platform, job_id)
    job = stop_job(platform, owner, job_id, "stopped by an administrator")
    _record(platform, caller, "job.stopped", job_id, request, email)
    return _shown(job, email)


def again(platform: Platform, caller: Caller, job_id: uuid.UUID, request: Request) -> AdminJob:
    """Raises ``ApiError`` ``NOT_FOUND``, ``JobState``."""
    owner, email = _owner(platform, job_id)
    job = retry_again(platform, owner, job_id)
    _record(platform, caller, "job.retried", job_id, request, email)
    return _shown(job, email)


def count_by_status(platform: Platform) -> dict[str, int]:
    with platform.database.system_reader() as session:
        rows = session.execute(select(Job.status, func.count()).group_by(Job.status))
        return {row[0]: row[1] for row in rows}


def _record(platform: Platform, caller: Caller, action: str, job_id: uuid.UUID, request: Request, owner: str) -> None:
    record_alone(
        platform.database, action, actor=caller.user_id, subject=str(job_id), origin=origin_of(request), owner=owner
    )


def _owner(platform: Platform, job_id: uuid.UUID) -> tuple[uuid.UUID, str]:
    with platform.database.system_reader() as session:
        found = session.execute(
            select(User.id, User.email).join(Job, Job.owner_id == User.id).where(Job.id == job_id)
        ).one_or_none()
    if found is None:
        raise not_found("job")
    return found[0], found[1]


def _shown(job: Job, owner: str) -> AdminJob:
    return AdminJob(
        job_id=job.id, owner_id=job.owner_id, owner=owner, kind=job.kind, status=job.status, stage=job.stage, progress=job.progress,
        error=job.error, video_id=job.video_id, created_at=job.created_at, started_at=job.started_at, finished_at=job.finished_at,
    )  # fmt: skip
