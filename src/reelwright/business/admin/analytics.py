"""What happened on this server in the last days, counted by the database from the rows that work leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import case, func, select

from reelwright.business.admin.sql import as_day, day_of, nearest_ranks, seconds_between, week_of
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditEntry, Invoice, Job, JobStage, PaidCall, User

VIDEOS = ("make", "render", "dub")
"""Kinds of jobs that end in a video."""
_WEEKS = 8


@dataclass(frozen=True)
class Day:
    """Videos that were finished and that failed, jobs of all kinds that ended, people who began a job, accounts made, millionths of
    a dollar that the server's keys paid and that users' own keys paid, revenue in the currency's smallest unit, credits used."""

    day: date
    completed: int = 0
    failed: int = 0
    jobs: int = 0
    makers: int = 0
    registered: int = 0
    cost_micros: int = 0
    own_cost_micros: int = 0
    revenue: int = 0
    credits: int = 0


@dataclass(frozen=True)
class StageTime:
    """Seconds of the successful runs of a stage: half took at most ``median``, 95 of 100 at most ``p95``."""

    kind: str
    stage: str
    runs: int
    median: float
    p95: float


@dataclass(frozen=True)
class ProviderCalls:
    provider: str
    calls: int
    failed: int
    unclear: int
    cost_micros: int


@dataclass(frozen=True)
class Cohort:
    """Who registered in the week of ``monday``; ``active[n]`` of them began work in the n-th week after their own registration.

    Weeks that have not come for anybody of the cohort are left out.
    """

    monday: date
    people: int
    active: tuple[int, ...]


@dataclass(frozen=True)
class Failure:
    """How often jobs failed with an error code."""

    code: str
    count: int


@dataclass(frozen=True)
class Analytics:
    days: tuple[Day, ...]
    stages: tuple[StageTime, ...]
    providers: tuple[ProviderCalls, ...]
    cohorts: tuple[Cohort, ...]
    failures: tuple[Failure, ...]

    @property
    def success_rate(self) -> float | None:
        """Finished videos of all that ended, 0 to 1; ``None`` when none did."""
        done = sum(day.completed for day in self.days)
        ended = done + sum(day.failed for day in self.days)
        return done / ended if ended else None


def analytics(session: OwnedSession, moment: datetime, days: int = 30) -> Analytics:
    """The last ``days`` days up to ``moment``, in a session of the system."""
    first = moment.astimezone(UTC).date() - timedelta(days=days - 1)
    since = datetime.combine(first, time(), UTC)
    return Analytics(
        _days(session, first, days, since),
        _stages(session, since),
        _providers(session, since),
        _cohorts(session, moment),
        _failures(session, since),
    )


def _days(session: OwnedSession, first: date, count: int, since: datetime) -> tuple[Day, ...]:
    found: dict[date, dict[str, int]] = {first + timedelta(days=n): {} for n in range(count)}
    ended, begun, paid = (day_of(session, each) for each in (Job.finished_at, Job.created_at, PaidCall.created_at))
    is_video = Job.kind.in_(VIDEOS)
    queries = (
        (
            ("completed", "failed", "jobs"),
            select(
                ended,
                func.sum(case((is_video & (Job.status == "COMPLETED"), 1), else_=0)),
                func.sum(case((is_video & (Job.status == "FAILED"), 1), else_=0)),
                func.count(),
            )
            .where(Job.finished_at >= since, Job.status.in_(("COMPLETED", "FAILED", "CANCELLED")))
            .group_by(ended),
        ),
        (
            ("makers",),
            select(begun, func.count(Job.owner_id.distinct())).where(Job.created_at >= since).group_by(begun),
        ),
        (("registered",), _per_day(session, User.created_at, func.count(), since)),
        (
            ("cost_micros", "own_cost_micros"),
            select(
                paid,
                func.sum(case((PaidCall.is_own_key.is_(False), PaidCall.cost_micros), else_=0)),
                func.sum(case((PaidCall.is_own_key.is_(True), PaidCall.cost_micros), else_=0)),
            )
            .where(PaidCall.created_at >= since, PaidCall.state == "done")
            .group_by(paid),
        ),
        (
            ("revenue",),
            _per_day(session, Invoice.issued_at, func.sum(Invoice.amount), since).where(Invoice.state == "paid"),
        ),
        (("credits",), _per_day(session, CreditEntry.created_at, func.sum(CreditEntry.used), since)),
    )
    for names, query in queries:
        for row in session.execute(query):
            day = found.get(as_day(row[0]))
            if day is not None:
                day.update({name: int(value or 0) for name, value in zip(names, row[1:], strict=True)})
    return tuple(Day(day, **values) for day, values in sorted(found.items()))


def _per_day(session: OwnedSession, moment: object, what: object, since: datetime):
    day = day_of(session, moment)
    return select(day, what).where(moment >= since).group_by(day)  # type: ignore[operator,call-overload]


def _stages(session: OwnedSession, since: datetime) -> tuple[StageTime, ...]:
    took = seconds_between(session, JobStage.started_at, JobStage.finished_at).label("took")
    rows = (
        select(Job.kind.label("kind"), JobStage.stage.label("stage"), took)
        .join(Job, Job.id == JobStage.job_id)
        .where(
            JobStage.state == "done",
            JobStage.finished_at >= since,
            JobStage.started_at.is_not(None),
            JobStage.stage.not_like("draw %"),
        )
    )
    found = session.execute(nearest_ranks(rows, ("kind", "stage"), "took", (50, 95)))
    return tuple(
        StageTime(row.kind, row.stage, row.total, max(0.0, float(row.p50)), max(0.0, float(row.p95))) for row in found
    )


def _providers(session: OwnedSession, since: datetime) -> tuple[ProviderCalls, ...]:
    count = [func.sum(case((PaidCall.state == state, 1), else_=0)) for state in ("failed", "unclear")]
    cost = func.sum(case((PaidCall.state == "done", PaidCall.cost_micros), else_=0))
    query = (
        select(PaidCall.provider, func.count(), *count, cost)
        .where(PaidCall.created_at >= since)
        .group_by(PaidCall.provider)
        .order_by(func.count().desc(), PaidCall.provider)
    )
    return tuple(
        ProviderCalls(name, *(int(value or 0) for value in numbers)) for name, *numbers in session.execute(query)
    )


def _failures(session: OwnedSession, since: datetime) -> tuple[Failure, ...]:
    code = Job.error["code"].as_string()
    query = (
        select(code, func.count())
        .where(Job.status == "FAILED", Job.finished_at >= since)
        .group_by(code)
        .order_by(func.count().desc(), code)
        .limit(12)
    )
    return tuple(Failure(str(name or "INTERNAL"), int(count)) for name, count in session.execute(query))


def _cohorts(session: OwnedSession, moment: datetime) -> tuple[Cohort, ...]:
    """By the Monday before registration. A week of theirs counts from each one's own registration."""
    today = moment.astimezone(UTC).date()
    first = today - timedelta(days=today.weekday() + 7 * (_WEEKS - 1))
    start = datetime.combine(first, time(), UTC)
    joined = week_of(session, start, User.created_at)
    people = {
        int(week): int(count)
        for week, count in session.execute(
            select(joined, func.count()).where(User.created_at >= start).group_by(joined)
        )
    }
    after = week_of(session, User.created_at, Job.created_at)
    active = {
        (int(week), int(later)): int(count)
        for week, later, count in session.execute(
            select(joined, after, func.count(User.id.distinct()))
            .join(Job, Job.owner_id == User.id)
            .where(User.created_at >= start, Job.created_at >= User.created_at)
            .group_by(joined, after)
        )
    }
    return tuple(
        Cohort(
            first + timedelta(weeks=week),
            people[week],
            tuple(active.get((week, later), 0) for later in range(_WEEKS - week)),
        )
        for week in sorted(people)
        if 0 <= week < _WEEKS
    )
