"""Analytics: videos a day, success, stage times, cost and revenue, retention, provider errors."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from reelwright.api.caller import PlatformDep
from reelwright.api.wire import Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.admin.analytics import Analytics, analytics
from reelwright.database.columns import now
from reelwright.providers.payments import MICROS

router = APIRouter()
Days = Annotated[int, Query(ge=1, le=366, description="How many days back, today with them.")]


class DayShown(Wire):
    """``cost`` is what the server's keys paid at providers, ``ownKeyCost`` what users' own did, in US dollars; ``revenue`` is in the
    smallest unit of ``currency``."""

    day: date
    completed: int
    failed: int
    jobs: int
    makers: int
    registered: int
    cost: float
    own_key_cost: float
    revenue: int
    credits: int


class StageShown(Wire):
    """Seconds."""

    kind: str
    stage: str
    runs: int
    median: float
    p95: float


class ProviderShown(Wire):
    provider: str
    calls: int
    failed: int
    unclear: int
    cost: float


class CohortShown(Wire):
    """Of ``people`` who registered in the week of ``monday``, how many began work in the n-th week after."""

    monday: date
    people: int
    active: list[int]


class FailureShown(Wire):
    code: str
    count: int


class AnalyticsShown(Wire):
    """``successRate`` is 0 to 1."""

    success_rate: float | None
    currency: str | None
    days: list[DayShown]
    stages: list[StageShown]
    providers: list[ProviderShown]
    retention: list[CohortShown]
    failures: list[FailureShown]


@router.get("/analytics", summary="Numbers of the last days")
def show(platform: PlatformDep, days: Days = 30) -> Success[AnalyticsShown]:
    found = numbers_of(platform, days)
    return Success(
        data=AnalyticsShown(
            success_rate=found.success_rate,
            currency=platform.tariff.currency if platform.tariff else None,
            days=[
                DayShown(
                    day=each.day, completed=each.completed, failed=each.failed, jobs=each.jobs, makers=each.makers, registered=each.registered,
                    cost=each.cost_micros / MICROS, own_key_cost=each.own_cost_micros / MICROS, revenue=each.revenue, credits=each.credits,
                )
                for each in found.days
            ],
            stages=[StageShown.model_validate(each) for each in found.stages],
            providers=[
                ProviderShown(
                    provider=each.provider, calls=each.calls, failed=each.failed, unclear=each.unclear, cost=each.cost_micros / MICROS
                )
                for each in found.providers
            ],
            retention=[
                CohortShown(monday=each.monday, people=each.people, active=list(each.active)) for each in found.cohorts
            ],
            failures=[FailureShown.model_validate(each) for each in found.failures],
        )
    )  # fmt: skip


def numbers_of(platform: Platform, days: int) -> Analytics:
    with platform.database.system_reader() as session:
        return analytics(session, now(), days)
