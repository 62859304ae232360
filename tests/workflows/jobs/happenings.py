"""Jobs of made-up users, and events of theirs."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from reelwright.database.open import Database
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


def happen(
    database: Database, job_id: uuid.UUID, kind: str = "progress", count: int = 1, filler: str = "", **fields: Any
) -> None:
    """Let something happen to a job, in one transaction."""
    with database.system_session() as session:
        add_events(session, job_id, kind, count, filler, **fields)


def add_events(
    session: Session, job_id: uuid.UUID, kind: str = "progress", count: int = 1, filler: str = "", **fields: Any
) -> None:
    job = session.get_one(Job, job_id, with_for_update=True)
    for name, value in fields.items():
        setattr(job, name, value)
    for number in range(count):
        tell(session, job, kind, {"number": number, "filler": filler})
        session.flush()
