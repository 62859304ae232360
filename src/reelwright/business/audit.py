"""Acts worth remembering: sign-ins and failures, keys made and removed, passwords changed, what administrators did."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import AuditEntry


@dataclass(frozen=True)
class Origin:
    """Where a request came from, as far as it can be told."""

    address: str = ""
    user_agent: str = ""


def record(
    session: OwnedSession, action: str, *, actor: uuid.UUID | None, subject: str = "", origin: Origin, **data: Any
) -> None:
    """Write down one act, in the transaction that does it (a session of the system: users cannot see these).

    ``action`` is ``noun.verb``; ``subject`` says on what; ``data`` holds facts, never secrets.
    """
    session.add(
        AuditEntry(actor_id=actor, action=action, subject=subject[:200], address=origin.address[:60], data=data)
    )


def record_alone(
    database: Database, action: str, *, actor: uuid.UUID | None, subject: str = "", origin: Origin, **data: Any
) -> None:
    """Write down what changed nothing else: a refusal."""
    with database.system_session() as session:
        record(session, action, actor=actor, subject=subject, origin=origin, **data)
