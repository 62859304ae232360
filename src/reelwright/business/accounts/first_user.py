"""Whether a server has users yet: the first one becomes its administrator."""

from __future__ import annotations

from sqlalchemy import select, text

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Identity, User

_TURNS = 7235014928302


def has_users(session: OwnedSession) -> bool:
    """Whether anybody can sign in here. The implicit owner of local mode cannot, and does not count.

    Callers that then add a user take turns until their transaction ends (SQLite has one writer anyway).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turns)"), {"turns": _TURNS})
    with_password = select(User.id).where(User.password_hash.is_not(None)).limit(1)
    with_identity = select(Identity.id).limit(1)
    return session.scalar(with_password) is not None or session.scalar(with_identity) is not None
