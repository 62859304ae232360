"""What administrators do to accounts."""

from __future__ import annotations

import uuid
from typing import Literal

from sqlalchemy import select

from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.passwords import hash_password
from reelwright.business.accounts.refusals import NotAllowed, NotThere
from reelwright.business.accounts.sign_ins import end_all_sign_ins
from reelwright.business.audit import Origin, record
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import User


def all_users(database: Database) -> list[User]:
    """Everybody, oldest account first."""
    with database.system_reader() as session:
        return list(session.scalars(select(User).order_by(User.created_at, User.id)))


def user_of_address(database: Database, email: str) -> User:
    """Raises ``NotThere`` and ``InvalidInput``."""
    address = account_address(email)
    with database.system_reader() as session:
        user = session.scalar(select(User).where(User.email == address))
    if user is None:
        raise NotThere(f"there is no user {address}", hint="`reel user list` shows all")
    return user


def shut_out(database: Database, user_id: uuid.UUID, *, actor: uuid.UUID | None, origin: Origin) -> User:
    """No sign-in and no token of the user's is good from now on. Raises ``NotThere``; ``NotAllowed`` for oneself."""
    if user_id == actor:
        raise NotAllowed("nobody can shut themselves out", hint="ask another administrator")
    with database.system_session() as session:
        return set_active(session, _get(session, user_id), is_active=False, actor=actor, origin=origin)


def let_in(database: Database, user_id: uuid.UUID, *, actor: uuid.UUID | None, origin: Origin) -> User:
    """Undo ``shut_out``; the user signs in anew. Raises ``NotThere``."""
    with database.system_session() as session:
        return set_active(session, _get(session, user_id), is_active=True, actor=actor, origin=origin)


def give_role(
    database: Database, user_id: uuid.UUID, role: Literal["user", "admin"], *, actor: uuid.UUID | None, origin: Origin
) -> User:
    """Make administrator, or not any more. Raises ``NotThere``; ``NotAllowed`` for oneself."""
    if user_id == actor:
        raise NotAllowed("nobody can change their own role", hint="ask another administrator")
    with database.system_session() as session:
        return set_role(session, _get(session, user_id), role, actor=actor, origin=origin)


def give_password(
    database: Database, user_id: uuid.UUID, password: str, *, actor: uuid.UUID | None, origin: Origin
) -> None:
    """Set a user's password and end their sign-ins. Raises ``NotThere`` and ``InvalidInput``."""
    hashed = hash_password(password)
    with database.system_session() as session:
        user = _get(session, user_id)
        user.password_hash = hashed
        end_all_sign_ins(session, user.id, "password given by an administrator")
        record(session, "password.given", actor=actor, subject=user.email, origin=origin)


def set_active(session: OwnedSession, user: User, *, is_active: bool, actor: uuid.UUID | None, origin: Origin) -> User:
    """As ``shut_out`` and ``let_in``, within a transaction."""
    if user.id == actor:
        raise NotAllowed("nobody can shut themselves out", hint="ask another administrator")
    user.is_active = is_active
    if not is_active:
        end_all_sign_ins(session, user.id, "shut out by an administrator")
    action = "user.let_in" if is_active else "user.shut_out"
    record(session, action, actor=actor, subject=user.email, origin=origin)
    return user


def set_role(session: OwnedSession, user: User, role: str, *, actor: uuid.UUID | None, origin: Origin) -> User:
    """As ``give_role``, within a transaction."""
    if user.id == actor:
        raise NotAllowed("nobody can change their own role", hint="ask another administrator")
    record(session, "user.role_given", actor=actor, subject=user.email, origin=origin, old=user.role, new=role)
    user.role = role
    return user


def _get(session: OwnedSession, user_id: uuid.UUID) -> User:
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotThere("there is no such user")
    return user
