"""Making an account."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reelwright.business.accounts.access_tokens import AccessKeys
from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.first_user import has_users
from reelwright.business.accounts.passwords import hash_password
from reelwright.business.accounts.refusals import AccountTaken, NotAllowed
from reelwright.business.accounts.sign_ins import SignedIn, start_sign_in
from reelwright.business.audit import Origin, record
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import User


@dataclass(frozen=True)
class NewAccount:
    email: str
    password: str = field(repr=False)
    name: str = ""


def register(database: Database, keys: AccessKeys, wanted: NewAccount, *, is_open: bool, origin: Origin) -> SignedIn:
    """An account for whoever asks, signed in. The very first becomes administrator, even where registration is closed.

    Raises ``NotAllowed`` when closed, ``AccountTaken``, and ``InvalidInput`` for an address or password that cannot be.
    """
    email = account_address(wanted.email)
    if not is_open:
        with database.system_session() as session:  # before the slow hash
            _refuse_unless_first(session)
    hashed = hash_password(wanted.password)
    try:
        with database.system_session() as session:
            is_first = not has_users(session)
            if not is_open and not is_first:
                _refuse_unless_first(session)
            user = _add(session, User(email=email, name=wanted.name, password_hash=hashed))
            user.role = "admin" if is_first else "user"
            session.flush()
            record(session, "user.registered", actor=user.id, subject=email, origin=origin, role=user.role)
            return start_sign_in(session, keys, user, by="registration", origin=origin)
    except IntegrityError:
        raise _taken() from None


def add_user(database: Database, wanted: NewAccount, *, role: str, actor: uuid.UUID | None, origin: Origin) -> User:
    """An account made by an administrator. Raises ``AccountTaken`` and ``InvalidInput``."""
    email, hashed = account_address(wanted.email), hash_password(wanted.password)
    try:
        with database.system_session() as session:
            user = _add(session, User(email=email, name=wanted.name, password_hash=hashed, role=role))
            record(session, "user.added", actor=actor, subject=email, origin=origin, role=role)
            return user
    except IntegrityError:
        raise _taken() from None


def _add(session: OwnedSession, user: User) -> User:
    if session.scalar(select(User.id).where(User.email == user.email)) is not None:
        raise _taken()
    session.add(user)
    session.flush()
    return user


def _refuse_unless_first(session: OwnedSession) -> None:
    if has_users(session):
        raise NotAllowed("registration is closed here", hint="ask an administrator for an account")


def _taken() -> AccountTaken:
    return AccountTaken("there is an account of this address", hint="sign in, or ask for a new password")
