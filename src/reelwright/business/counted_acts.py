"""How often something was done within the last minute, counted by all processes of a server together."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, select, text

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import CountedAct

_WINDOW = timedelta(minutes=1)


def count_act(database: Database, per_minute: int, *what: str) -> float | None:
    """Count one act, unless there were as many as allowed: then the seconds until the oldest of them is forgotten."""
    key = hashlib.sha256("|".join(what).encode()).hexdigest()
    with database.system_session() as session:
        if not database.is_sqlite:  # there, whoever writes is alone
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
        moment = now()
        session.execute(delete(CountedAct).where(CountedAct.key == key, CountedAct.at <= moment - _WINDOW))
        counted = select(func.count(), func.min(CountedAct.at)).where(CountedAct.key == key)
        times, oldest = session.execute(counted).one()
        if times >= per_minute:
            return (oldest + _WINDOW - moment) / timedelta(seconds=1)
        session.add(CountedAct(key=key, at=moment))
    return None


def forget_acts(database: Database) -> None:
    """Remove what no longer counts."""
    with database.system_session() as session:
        session.execute(delete(CountedAct).where(CountedAct.at <= now() - _WINDOW))
