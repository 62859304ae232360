"""Schedules: jobs started again and again."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.business.schedules.keeping import Kind, Plan, add_schedule, change_schedule, plan_of, run_soon
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Schedule

router = APIRouter(prefix="/api/schedules", tags=["schedules"])

_COLUMNS = {
    "createdAt": Schedule.created_at,
    "name": Schedule.name,
    "nextAt": Schedule.next_at,
    "id": Schedule.id,
}


class ScheduleShown(Wire):
    id: uuid.UUID
    name: str
    cron: str
    timezone: str
    kind: str
    request: dict[str, Any]
    is_active: bool
    next_at: datetime | None
    """Of the next job; none while it is switched off."""
    last_job_id: uuid.UUID | None
    last_error: str
    """Why the last job could not be started; empty when it was."""
    created_at: datetime
    updated_at: datetime


class ScheduleAsked(Asked):
    name: str = Field(min_length=1, max_length=200)
    cron: str = Field(min_length=1, max_length=120)
    """Five fields: minute, hour, day of month, month, day of week."""
    timezone: str = Field("UTC", max_length=60)
    """An IANA name, such as Europe/Berlin."""
    kind: Kind
    request: dict[str, Any] = Field(default_factory=dict)
    """What each job is asked for."""
    is_active: bool = True


class ScheduleChangeAsked(Asked):
    """What is not named stays."""

    name: str = Field("", min_length=1, max_length=200)
    cron: str = Field("", min_length=1, max_length=120)
    timezone: str = Field("", min_length=1, max_length=60)
    kind: Kind = "make"
    request: dict[str, Any] = Field(default_factory=dict)
    is_active: bool = True


@router.post("", status_code=201, summary="Add a schedule", response_model=Success[ScheduleShown])
def create(
    request: Request, asked: ScheduleAsked, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[ScheduleShown]:
        schedule = add_schedule(session, Plan(**asked.model_dump()), now())
        session.flush()
        return Success(data=ScheduleShown.model_validate(schedule))

    return once(request, platform, caller, asked, make, 201)


@router.get("", summary="Your schedules")
def index(platform: PlatformDep, caller: Reader, paging: Annotated[Paging, Query()]) -> Success[Page[ScheduleShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, select(Schedule), paging, _COLUMNS)
        items = [ScheduleShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{schedule_id}", summary="One schedule")
def show(schedule_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[ScheduleShown]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=ScheduleShown.model_validate(_found(session, schedule_id)))


@router.patch("/{schedule_id}", summary="Change a schedule, or switch it on or off")
def change(
    schedule_id: uuid.UUID, asked: ScheduleChangeAsked, platform: PlatformDep, caller: Maker
) -> Success[ScheduleShown]:
    with platform.database.session_of(caller.user_id) as session:
        schedule = _found(session, schedule_id, is_changing=True)
        plan = Plan(**(asdict(plan_of(schedule)) | asked.model_dump(exclude_unset=True)))
        change_schedule(session, schedule, plan, now())
        return Success(data=ScheduleShown.model_validate(schedule))


@router.delete("/{schedule_id}", summary="Remove a schedule; jobs it started stay")
def remove(schedule_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[None]:
    with platform.database.session_of(caller.user_id) as session:
        session.delete(_found(session, schedule_id, is_changing=True))
    return Success(data=None, message="removed")


@router.post(
    "/{schedule_id}/run",
    status_code=202,
    summary="Start a schedule's job now, out of turn",
    response_model=Success[ScheduleShown],
)
def run(
    schedule_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[ScheduleShown]:
        schedule = _found(session, schedule_id, is_changing=True)
        run_soon(session, schedule, now())
        session.flush()
        return Success(data=ScheduleShown.model_validate(schedule), message="its job is about to be started")

    return once(request, platform, caller, None, make)


def _found(session: OwnedSession, schedule_id: uuid.UUID, *, is_changing: bool = False) -> Schedule:
    schedule = session.get(Schedule, schedule_id, with_for_update=is_changing or None)
    if schedule is None:
        raise not_found("schedule")
    return schedule
