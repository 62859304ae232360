"""Events of jobs that were written down before."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from reelwright.database.open import Database
from reelwright.database.tables import Job, JobEvent
from reelwright.workflows.jobs.event_tail import Event
from reelwright.workflows.jobs.lifecycle import ENDED

PAGE = 500


def events_between(
    database: Database, owner: uuid.UUID, job_id: uuid.UUID | None, after: int, up_to: int
) -> list[Event]:
    """The first of an owner's events (of one job, or of all) with ids above ``after``, in order; at most ``PAGE``."""
    query = select(JobEvent).where(JobEvent.id > after, JobEvent.id <= up_to)
    if job_id is not None:
        query = query.where(JobEvent.job_id == job_id)
    with database.reader_of(owner) as session:
        rows = session.scalars(query.order_by(JobEvent.id).limit(PAGE))
        return [Event(row.id, row.owner_id, row.job_id, row.kind, row.data, row.created_at) for row in rows]


def newest_event(database: Database, owner: uuid.UUID, job_id: uuid.UUID, up_to: int) -> int | None:
    """The id of a job's newest event up to an id."""
    query = select(func.max(JobEvent.id)).where(JobEvent.job_id == job_id, JobEvent.id <= up_to)
    with database.reader_of(owner) as session:
        return session.scalar(query)


def is_own_job(database: Database, owner: uuid.UUID, job_id: uuid.UUID) -> bool:
    """Whether there is such a job of the owner's."""
    with database.reader_of(owner) as session:
        return session.scalar(select(Job.id).where(Job.id == job_id)) is not None


def is_story_over(database: Database, owner: uuid.UUID, job_id: uuid.UUID, after: int) -> bool:
    """Whether a job has ended (or is gone) and nothing was told of it after an event."""
    with database.reader_of(owner) as session:
        status = session.scalar(select(Job.status).where(Job.id == job_id))
        if status is not None and status not in ENDED:
            return False
        return (
            session.scalar(select(JobEvent.id).where(JobEvent.job_id == job_id, JobEvent.id > after).limit(1)) is None
        )
