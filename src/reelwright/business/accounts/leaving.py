"""A user who wants everything of theirs erased: asked with a password, done after a time in which they may think again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from reelwright.business.accounts.passwords import check_password
from reelwright.business.accounts.refusals import NotAllowed, NotThere
from reelwright.business.audit import Origin, record, record_alone
from reelwright.business.mails.queueing import queue_mail
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import AuditEntry, User

GRACE = timedelta(days=14)


def check_leaving(database: Database, user_id: uuid.UUID, password: str, origin: Origin) -> None:
    """Whether it is really the user. Who has no password (OIDC) writes the account's address instead.

    Raises ``NotAllowed``, also for the last administrator, without whom nobody could run the server.
    """
    with database.system_reader() as session:
        user = session.get(User, user_id)
        if user is None:
            raise NotThere("there is no such user")
        others = session.scalar(select(func.count()).where(User.role == "admin", User.is_active, User.id != user_id))
    hashed = user.password_hash
    is_right = check_password(password, hashed)[0] if hashed else password.strip().lower() == user.email
    if not is_right:
        record_alone(database, "password.refused", actor=user.id, subject=user.email, origin=origin)
        raise NotAllowed("the password is wrong" if hashed else "this is not the account's address")
    if user.role == "admin" and not others:
        raise NotAllowed("the last administrator cannot leave", hint="make somebody else administrator first")


def ask_to_leave(database: Database, user_id: uuid.UUID, origin: Origin) -> datetime:
    """When the account will be erased; asked again, it stays with the first date."""
    with database.system_session() as session:
        user = session.get_one(User, user_id, with_for_update=True)
        if user.leaves_at is not None:
            return user.leaves_at
        leaves_at = user.leaves_at = now() + GRACE
        date, moment = f"{leaves_at.day} {leaves_at:%B %Y}", leaves_at.isoformat()
        record(session, "account.leaving", actor=user.id, subject=user.email, origin=origin, at=moment)
        queue_mail(session, user.id, "leaving", f"leaving {moment}", {"date": date})
        return leaves_at


def stay(database: Database, user_id: uuid.UUID, origin: Origin) -> None:
    """Think again. Nothing happens for who did not want to leave."""
    with database.system_session() as session:
        user = session.get_one(User, user_id, with_for_update=True)
        if user.leaves_at is not None:
            key = f"stayed {user.leaves_at.isoformat()}"
            user.leaves_at = None
            record(session, "account.stays", actor=user.id, subject=user.email, origin=origin)
            queue_mail(session, user.id, "stayed", key, {})


def leaving(session: OwnedSession, moment: datetime) -> list[User]:
    """Whose time is over."""
    return list(session.scalars(select(User).where(User.leaves_at <= moment).order_by(User.leaves_at)))


def erase_rows(session: OwnedSession, user: User) -> None:
    """Delete the user and all rows that are theirs. The journal keeps that it was done, and no name or address of the person."""
    of_them = or_(AuditEntry.actor_id == user.id, AuditEntry.subject == user.email)
    session.execute(update(AuditEntry).where(of_them).values(subject=str(user.id), address="", data={}))
    record(session, "account.erased", actor=None, subject=str(user.id), origin=Origin())
    session.delete(user)
    session.flush()
