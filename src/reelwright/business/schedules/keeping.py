"""Schedules added, changed, and run out of turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, select

from reelwright.business.schedules.cron import checked_cron, next_moment
from reelwright.business.schedules.storable import checked_request
from reelwright.business.schedules.time_zone import checked_time_zone
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Schedule
from reelwright.errors import InvalidInput, LimitExceeded

Kind = Literal["make", "render"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The jobs that can be started by the clock."""
MOST_SCHEDULES = 200
"""Of one user."""
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Plan:
    """``cron`` has five fields and is read in ``timezone``; ``request`` is what a job of ``kind`` is asked for."""

    name: str
    cron: str
    timezone: str
    kind: str
    request: dict[str, Any]
    is_active: bool = True


def add_schedule(session: OwnedSession, plan: Plan, now: datetime) -> Schedule:
    """A schedule of the session's user.

    Raises ``InvalidInput`` for a name, cron line, zone, kind or request that cannot be, ``LimitExceeded`` when there are
    too many.
    """
    if (session.scalar(select(func.count()).select_from(Schedule)) or 0) >= MOST_SCHEDULES:
        raise LimitExceeded(f"there are {MOST_SCHEDULES} schedules already", hint="remove one that is not needed")
    schedule = Schedule(**_checked(plan))
    schedule.next_at = following(schedule, now)
    session.add(schedule)
    session.flush()
    return schedule


def change_schedule(session: OwnedSession, schedule: Schedule, plan: Plan, now: datetime) -> None:
    """Make a schedule into ``plan``. Its next moment is found anew when its time or activity changed. Raises as above."""
    values = _checked(plan)
    is_moved = any(getattr(schedule, name) != values[name] for name in ("cron", "timezone", "is_active"))
    for name, value in values.items():
        if getattr(schedule, name) != value:
            setattr(schedule, name, value)
    if is_moved:
        schedule.next_at = following(schedule, now)
    session.flush()


def plan_of(schedule: Schedule) -> Plan:
    return Plan(schedule.name, schedule.cron, schedule.timezone, schedule.kind, schedule.request, schedule.is_active)


def run_soon(session: OwnedSession, schedule: Schedule, now: datetime) -> None:
    """Let the next worker start the schedule's job, be it switched on or off; its own moments stay as they are."""
    schedule.next_at = now
    session.flush()


def following(schedule: Schedule, after: datetime) -> datetime | None:
    """The schedule's first moment after another; ``None`` while it is switched off."""
    if not schedule.is_active:
        return None
    return next_moment(schedule.cron, checked_time_zone(schedule.timezone), after)


def _checked(plan: Plan) -> dict[str, Any]:
    name = plan.name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"a schedule has a name of 1 to {_LONGEST_NAME} printable characters")
    if plan.kind not in KINDS:
        raise InvalidInput(f"there are no jobs of the kind {plan.kind[:30]!r}", hint=f"kinds: {', '.join(KINDS)}")
    return {
        "name": name,
        "cron": checked_cron(plan.cron),
        "timezone": checked_time_zone(plan.timezone).key,
        "kind": plan.kind,
        "request": checked_request(plan.request),
        "is_active": plan.is_active,
    }
