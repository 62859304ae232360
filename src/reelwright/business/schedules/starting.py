"""Due schedules: each one's job started once, by whichever worker comes first."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import select

from reelwright.business.schedules.keeping import following
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Schedule, User
from reelwright.errors import ReelwrightError

log = structlog.get_logger(__name__)

_MOST_OF_A_ROUND = 100
_KEPT_CHARACTERS = 1000


class StartJob(Protocol):
    """Makes the job of a schedule in the given transaction, which belongs to its owner; the job's id.

    Raises ``ReelwrightError`` when it cannot be started; what it wrote is then taken back.
    """

    def __call__(self, session: OwnedSession, schedule: Schedule) -> uuid.UUID: ...


def start_due(database: Database, start_job: StartJob, now: Callable[[], datetime]) -> int:
    """Start the jobs of schedules that are due; how many were tried. Any number of workers may do this at once.

    Moments missed while nobody looked become one job, and the next is the first in the future. Schedules of users who
    are locked out wait.
    """
    with database.system_reader() as session:
        due = session.execute(
            select(Schedule.id, Schedule.owner_id)
            .join(User, User.id == Schedule.owner_id)
            .where(Schedule.next_at <= now(), User.is_active)
            .order_by(Schedule.next_at)
            .limit(_MOST_OF_A_ROUND)
        ).all()
    return sum(_start(database, start_job, now(), schedule, owner) for schedule, owner in due)


def _start(database: Database, start_job: StartJob, now: datetime, schedule_id: uuid.UUID, owner: uuid.UUID) -> bool:
    """Whether it was still there to be started. The claim, the job and the next moment are one transaction."""
    with database.session_of(owner) as session:
        schedule = session.scalar(
            select(Schedule)
            .where(Schedule.id == schedule_id, Schedule.next_at <= now)
            .with_for_update(skip_locked=True)
        )
        if schedule is None:
            return False
        job, error = _tried(session, start_job, schedule)
        schedule.last_error = error
        if job is not None:
            schedule.last_job_id = job
        try:
            schedule.next_at = following(schedule, now)
        except ReelwrightError as fault:  # its zone is not known on this machine, or no more
            schedule.next_at, schedule.is_active, schedule.last_error = None, False, fault.message
    return True


def _tried(session: OwnedSession, start_job: StartJob, schedule: Schedule) -> tuple[uuid.UUID | None, str]:
    """The job's id, or why there is none."""
    try:
        with session.begin_nested():
            return start_job(session, schedule), ""
    except ReelwrightError as error:
        return None, error.message.replace("\x00", "")[:_KEPT_CHARACTERS]
    except Exception:
        # One schedule that trips over a fault of ours must neither be tried for ever nor hold up the others.
        log.exception("schedule_failed", schedule=str(schedule.id))
        return None, "something went wrong here; it has been written down"
