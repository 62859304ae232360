"""Who sees which row: the one place where it is enforced by the application.

A session belongs to one user or to the system. Every query a user's session makes of an ``Owned`` table is narrowed to that
user's rows, and it cannot write a row of another's. PostgreSQL enforces the same once more by its row-level security, from the
setting ``reelwright.owner`` of the transaction.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from sqlalchemy import event, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from reelwright.database.columns import Owned

SYSTEM: Final = "system"
"""Stands for the owner in sessions of the platform itself: workers, sign-in, housekeeping."""


class OwnedSession(Session):
    """A session of ``session.info["owner"]``: a user's id, or ``SYSTEM``."""

    @property
    def owner(self) -> uuid.UUID | str:
        return self.info["owner"]


@event.listens_for(OwnedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    owner = state.session.info["owner"]
    if owner != SYSTEM and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(
            with_loader_criteria(Owned, lambda table: table.owner_id == owner, include_aliases=True)
        )


@event.listens_for(OwnedSession, "before_flush")
def _guard(session: Session, _context: Any, _instances: Any) -> None:
    owner = session.info["owner"]
    if owner == SYSTEM:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned):
            if row.owner_id is None:
                row.owner_id = owner
            elif row.owner_id != owner:
                raise PermissionError("a row of another user's cannot be written")


@event.listens_for(OwnedSession, "after_begin")
def _tell_database(session: Session, _transaction: SessionTransaction, connection: Any) -> None:
    if connection.dialect.name == "postgresql":
        owner = session.info["owner"]
        connection.execute(text("SELECT set_config('reelwright.owner', :owner, true)"), {"owner": str(owner)})
