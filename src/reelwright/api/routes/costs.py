"""What was paid for, what it cost, and calls of which nobody knows."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.errors import not_found
from reelwright.api.listing import listed
from reelwright.api.wire import Page, Paging, Success, Wire
from reelwright.app.asked import Asked
from reelwright.app.estimate import Estimate, estimate_make
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_wishes import MakeAsked
from reelwright.business.paid_calls.ledger import resolve_unclear, spent_micros
from reelwright.database.tables import PaidCall, User
from reelwright.providers.payments import MICROS
from reelwright.workflows.jobs.charging import expected_seconds

router = APIRouter(prefix="/api", tags=["costs"])
_SORTABLE = {"createdAt": PaidCall.created_at, "cost": PaidCall.cost_micros, "id": PaidCall.id}


class PaidCallShown(Wire):
    """Costs in US dollars. ``state`` ``unclear`` waits for a person."""

    id: uuid.UUID
    job_id: uuid.UUID | None
    provider: str
    operation: str
    state: str
    provider_ref: str
    estimated_cost: float
    cost: float
    usage: dict[str, Any]
    error: str
    created_at: datetime


class CallFilter(Paging):
    state: Literal["intent", "started", "submitted", "done", "failed", "unclear"] | None = None
    job_id: uuid.UUID | None = None


class Usage(Wire):
    """US dollars of this calendar month (UTC)."""

    spent: float
    budget: float


class Resolution(Asked):
    outcome: Literal["not-accepted"]


@router.get("/usage", summary="What this month's provider calls cost, and the budget")
def usage(platform: PlatformDep, caller: Reader) -> Success[Usage]:
    with platform.database.reader_of(caller.user_id) as session:
        spent = spent_micros(session)
        user = session.get(User, caller.user_id)
    most = (
        user.budget_micros
        if user is not None and user.budget_micros is not None
        else platform.in_force().settings.monthly_budget_micros
    )
    return Success(data=Usage(spent=spent / MICROS, budget=most / MICROS))


@router.post("/videos/estimate", summary="What making a video would cost and take", tags=["videos"])
def estimate(platform: PlatformDep, caller: Reader, asked: MakeAsked) -> Success[Estimate]:
    found = estimate_make(asked, user_providers(platform, caller.user_id))
    if platform.tariff is not None:
        seconds = expected_seconds("make", asked.model_dump(mode="json", exclude_none=True))
        found = found.model_copy(
            update={"credits": platform.tariff.cost("make", seconds, round(found.server_cost * MICROS))}
        )
    return Success(data=found)


@router.get("/paid-calls", summary="List calls to providers")
def list_calls(
    platform: PlatformDep, caller: Reader, asked: Annotated[CallFilter, Query()]
) -> Success[Page[PaidCallShown]]:
    query = select(PaidCall)
    if asked.state:
        query = query.where(PaidCall.state == asked.state)
    if asked.job_id:
        query = query.where(PaidCall.job_id == asked.job_id)
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
    return Success(data=Page(items=[_shown(row) for row in rows], pagination=pagination))


@router.post(
    "/paid-calls/{call_id}/resolve", summary="Say that an unclear call was not accepted; the next try makes it"
)
def resolve(call_id: uuid.UUID, platform: PlatformDep, caller: Maker, asked: Resolution) -> Success[PaidCallShown]:
    with platform.database.session_of(caller.user_id) as session:
        row = resolve_unclear(session, call_id)
        if row is None:
            raise not_found("unclear call")
        session.flush()
        return Success(data=_shown(row), message=f"resolved as {asked.outcome}")


def _shown(row: PaidCall) -> PaidCallShown:
    return PaidCallShown(
        id=row.id, job_id=row.job_id, provider=row.provider, operation=row.operation, state=row.state, provider_ref=row.provider_ref,
        estimated_cost=row.estimated_micros / MICROS, cost=row.cost_micros / MICROS, usage=row.usage, error=row.error,
        created_at=row.created_at,
    )  # fmt: skip
