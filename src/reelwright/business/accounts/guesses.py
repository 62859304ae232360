"""How often somebody tried to sign in within the last minute, counted by all processes of a server together."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, select, text

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import Guess

_WINDOW = timedelta(minutes=1)


def take_guess(database: Database, per_minute: int, *who: str) -> int | None:
    """Count one attempt, unless there were as many as allowed: then the seconds until the oldest of them is forgotten."""
    key = hashlib.sha256("|".join(who).encode()).hexdigest()
    with database.system_session() as session:
        if not database.is_sqlite:  # there, whoever writes is alone
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
        moment = now()
        session.execute(delete(Guess).where(Guess.key == key, Guess.at <= moment - _WINDOW))
        times = session.scalars(select(Guess.at).where(Guess.key == key).order_by(Guess.at)).all()
        if len(times) >= per_minute:
            return max(1, round((times[0] + _WINDOW - moment) / timedelta(seconds=1)))
        session.add(Guess(key=key, at=moment))
    return None


def forget_guesses(database: Database) -> None:
    """Remove what no longer counts."""
    with database.system_session() as session:
        session.execute(delete(Guess).where(Guess.at <= now() - _WINDOW))
