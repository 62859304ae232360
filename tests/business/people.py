"""Users and jobs for tests of what belongs to them."""

from __future__ import annotations

import uuid

from reelwright.database.open import Database
from reelwright.database.tables import Job, User


def new_user(database: Database, name: str = "ann") -> uuid.UUID:
    with database.system_session() as session:
        user = User(email=f"{name}@example.com")
        session.add(user)
        session.flush()
        return user.id


def new_job(database: Database, owner: uuid.UUID, status: str = "COMPLETED") -> Job:
    with database.session_of(owner) as session:
        job = Job(kind="make", status=status)
        session.add(job)
        session.flush()
        return job
