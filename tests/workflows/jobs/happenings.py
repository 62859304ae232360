"""Jobs of made-up users, and events of theirs."""

from __future__ import annotations

import uuid
from typing import Any

from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, User
from reelwright.workflows.jobs.events import tell


def new_user(database: Database, role: str = "user") -> uuid.UUID:
    with database.system_session() as session:
        user = User(email=f"{uuid.uuid4().hex}@example.com", role=role)
        session.add(user)
        session.flush()
        return user.id


def new_job(database: Database, owner: uuid.UUID, **fields: Any) -> uuid.UUID:
    """A job without any event."""
    with database.system_session() as session:
        job = Job(owner_id=owner, **({"kind": "render", "status": "PROCESSING"} | fields))
        session.add(job)
        session.flush()
        return job.id


def happen(database: Database, job_id: uuid.UUID, kind: str = "progress", count: int = 1, **fields: Any) -> None:
    """Let something happen to a job, in one transaction."""
    with database.system_session() as session:
        add_events(session, job_id, kind, count, **fields)


def add_events(
    session: OwnedSession,
    job_id: uuid.UUID,
    kind: str = "progress",
    count: int = 1,
    told: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """``told`` is what the events say beside the job's state, ``fields`` become the job's."""
    job = session.get_one(Job, job_id, with_for_update=True)
    for name, value in fields.items():
        setattr(job, name, value)
    for _ in range(count):
        tell(session, job, kind, told or {})
        session.flush()
