"""Users as other services know them: found by issuer and subject, made when first seen."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.first_user import has_users
from reelwright.business.accounts.refusals import AccountTaken, NotAllowed, SignInRefused
from reelwright.business.audit import Origin, record
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Identity, User
from reelwright.errors import InvalidInput

_LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Person:
    """Somebody, as an issuer vouches for them. ``email`` is empty unless the issuer says that it is verified."""

    issuer: str
    subject: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class FirstSight:
    """What may happen when somebody is new. ``invites`` makes an account even where registration is closed."""

    is_open: bool
    invites: bool = False
    wants_email: bool = True
    may_be_first: bool = True


def person(claims: Mapping[str, Any]) -> Person:
    """Who verified claims speak of. Raises ``SignInRefused`` for a subject that cannot be kept."""
    issuer, subject = str(claims.get("iss", "")), claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or "\x00" in subject:
        raise SignInRefused("the token names nobody")
    email, name = claims.get("email"), claims.get("name")
    is_verified = claims.get("email_verified") in (True, "true")  # Cognito and Apple write it as a string
    return Person(
        issuer,
        subject,
        email=_address(email) if is_verified and isinstance(email, str) else "",
        name=name.replace("\x00", "")[:200] if isinstance(name, str) else "",
    )


def user_of_person(database: Database, who: Person, first: FirstSight, origin: Origin) -> User:
    """The user, made when new.

    Raises ``NotAllowed`` when nobody may register or the address is not verified, and ``AccountTaken`` when it belongs to an
    account with a password: whoever made that one need not be the same person, so it must be linked from inside.
    """
    with database.system_reader() as session:
        known = _find(session, who)
    if known is not None:
        return known
    try:
        with database.system_session() as session:
            return _welcome(session, who, first, origin)
    except IntegrityError:  # two first requests at once
        with database.system_reader() as session:
            known = _find(session, who)
        if known is None:
            raise AccountTaken("there is an account of this address", hint="sign in there") from None
        return known


def link_person(database: Database, user_id: uuid.UUID, who: Person, origin: Origin) -> User:
    """Let a signed-in user come by this service too. Raises ``AccountTaken`` when it leads to another user."""
    try:
        with database.system_session() as session:
            known = _find(session, who)
            if known is not None and known.id != user_id:
                raise AccountTaken("this sign-in belongs to another account")
            user = session.get_one(User, user_id)
            if known is None:
                _add_identity(session, user, who, origin)
            return user
    except IntegrityError:
        raise AccountTaken("this sign-in belongs to another account") from None


def _find(session: OwnedSession, who: Person) -> User | None:
    return session.scalar(
        select(User)
        .join(Identity, Identity.owner_id == User.id)
        .where(Identity.issuer == who.issuer, Identity.subject == who.subject)
    )


def _welcome(session: OwnedSession, who: Person, first: FirstSight, origin: Origin) -> User:
    is_first = not has_users(session)
    known = _find(session, who)
    if known is not None:
        return known
    if first.wants_email and not who.email:
        raise NotAllowed("the service does not vouch for a mail address of yours", hint="verify your address there")
    email = who.email or _stand_in(who)
    user = session.scalar(select(User).where(User.email == email).with_for_update())
    if user is None:
        if not (first.is_open or first.invites or (is_first and first.may_be_first)):
            raise NotAllowed("registration is closed here", hint="ask an administrator for an account")
        user = User(email=email, name=who.name, role="admin" if is_first and first.may_be_first else "user")
        session.add(user)
        session.flush()
        record(session, "user.registered", actor=user.id, subject=email, origin=origin, role=user.role, by=who.issuer)
    elif user.password_hash is not None:
        raise AccountTaken(
            "there is an account of this address", hint="sign in there by password, then link this service to it"
        )
    _add_identity(session, user, who, origin)
    return user


def _add_identity(session: OwnedSession, user: User, who: Person, origin: Origin) -> None:
    session.add(Identity(owner_id=user.id, issuer=who.issuer, subject=who.subject, email=who.email))
    session.flush()
    record(session, "identity.added", actor=user.id, subject=user.email, origin=origin, issuer=who.issuer)


def _address(email: str) -> str:
    try:
        return account_address(email)
    except InvalidInput:
        return ""


def _stand_in(who: Person) -> str:
    """An address nobody can have, for those who come without."""
    return (
        hashlib.sha256(f"{who.issuer}\n{who.subject}".encode("utf-8", "replace")).hexdigest()[:32] + "@identity.invalid"
    )
