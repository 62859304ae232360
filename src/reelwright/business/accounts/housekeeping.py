"""Removing what is long over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import PasswordReset, RefreshToken, SignIn

_KEPT = timedelta(days=30)
"""How long after its end a thing can still be looked at, and a stolen token still be recognised."""


def remove_ended(database: Database) -> int:
    """Forget sign-ins, refresh tokens and resets that ended over a month ago. How many rows went. Safe to run at any time."""
    moment = now() - _KEPT
    with database.system_session() as session:
        removed = [
            session.execute(delete(RefreshToken).where(RefreshToken.expires_at < moment)),
            session.execute(delete(PasswordReset).where(PasswordReset.expires_at < moment)),
            session.execute(delete(SignIn).where(or_(SignIn.expires_at < moment, SignIn.revoked_at < moment))),
        ]
        return sum(result.rowcount for result in removed)  # type: ignore[attr-defined]
