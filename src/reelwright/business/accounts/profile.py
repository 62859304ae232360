"""What users change of their own account."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.passwords import check_password, hash_password
from reelwright.business.accounts.refusals import AccountTaken, NotAllowed, NotThere
from reelwright.business.accounts.sign_ins import end_all_sign_ins
from reelwright.business.audit import Origin, record, record_alone
from reelwright.database.open import Database
from reelwright.database.tables import User
from reelwright.errors import InvalidInput

_LARGEST_SETTINGS = 16_384


@dataclass(frozen=True)
class ProfileChange:
    """``None`` leaves as it is. Address and password ask for the current password."""

    name: str | None = None
    email: str | None = None
    settings: dict[str, Any] | None = None
    password: str | None = field(default=None, repr=False)
    current_password: str | None = field(default=None, repr=False)


def profile_of(database: Database, user_id: uuid.UUID) -> User:
    """The user's own row. Raises ``NotThere``."""
    with database.system_reader() as session:
        user = session.get(User, user_id)
    if user is None:
        raise NotThere("there is no such user")
    return user


def change_profile(
    database: Database, user_id: uuid.UUID, change: ProfileChange, origin: Origin, keep: uuid.UUID | None = None
) -> User:
    """Make the change. A new password ends all sign-ins but ``keep``.

    Raises ``NotAllowed`` for a wrong or missing current password, ``AccountTaken``, ``InvalidInput``.
    """
    if change.settings is not None and len(json.dumps(change.settings)) > _LARGEST_SETTINGS:
        raise InvalidInput("the settings are too large", hint=f"at most {_LARGEST_SETTINGS} characters of JSON")
    email = account_address(change.email) if change.email is not None else None
    seen = profile_of(database, user_id)
    if email == seen.email:
        email = None
    if email is not None or change.password is not None:
        _prove(database, seen, change.current_password, origin)
    hashed = hash_password(change.password) if change.password is not None else None
    try:
        with database.system_session() as session:
            user = session.get_one(User, user_id, with_for_update=True)
            if (email or hashed) and user.password_hash != seen.password_hash:
                raise NotAllowed("the password was changed meanwhile", hint="sign in again")
            user.name = change.name if change.name is not None else user.name
            user.settings = change.settings if change.settings is not None else user.settings
            if email is not None:
                if session.scalar(select(User.id).where(User.email == email)) is not None:
                    raise _taken()
                record(session, "user.address_changed", actor=user.id, subject=email, origin=origin, old=user.email)
                user.email, user.verified_at = email, None
            if hashed is not None:
                user.password_hash = hashed
                end_all_sign_ins(session, user.id, "password changed", besides=keep)
                record(session, "password.changed", actor=user.id, subject=user.email, origin=origin)
            return user
    except IntegrityError:
        raise _taken() from None


def _prove(database: Database, user: User, password: str | None, origin: Origin) -> None:
    if user.password_hash is None:
        raise NotAllowed("this account has no password", hint="ask for one by POST /api/auth/password/forgot")
    if not password or not check_password(password, user.password_hash)[0]:
        record_alone(database, "password.refused", actor=user.id, subject=user.email, origin=origin)
        raise NotAllowed("the current password is missing or wrong", hint="send it as currentPassword")


def _taken() -> AccountTaken:
    return AccountTaken("there is an account of this address", hint="choose another")
