"""Tokens for programs: made with scopes, shown once, found by their hash."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update

from reelwright.business.accounts.refusals import NotAllowed, NotThere
from reelwright.business.accounts.scopes import grantable
from reelwright.business.accounts.secret_tokens import new_token, token_hash
from reelwright.business.audit import Origin, record
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import ApiToken, User
from reelwright.errors import InvalidInput

PREFIX = "rw_"
_SHOWN = 9
_MOST = 100
_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class WantedToken:
    name: str
    scopes: Iterable[str]
    expires_at: datetime | None = None


@dataclass(frozen=True)
class MadeToken:
    row: ApiToken
    secret: str = field(repr=False)
    """Not to be had again."""


def make_api_token(database: Database, owner: uuid.UUID, wanted: WantedToken, origin: Origin) -> MadeToken:
    """A new token. Raises ``InvalidInput`` for scopes the user does not have, ``NotAllowed`` when there are a hundred."""
    if wanted.expires_at is not None and wanted.expires_at <= now():
        raise InvalidInput("the token would have expired already", hint="choose a later moment")
    secret = new_token(PREFIX)
    with database.system_session() as session:
        user = session.get(User, owner)
        if user is None:
            raise NotThere("there is no such user")
        count = select(func.count()).where(ApiToken.owner_id == owner, ApiToken.revoked_at.is_(None))
        if (session.scalar(count) or 0) >= _MOST:
            raise NotAllowed(f"an account has at most {_MOST} tokens", hint="remove some")
        row = ApiToken(
            owner_id=owner,
            name=wanted.name,
            prefix=secret[:_SHOWN],
            token_hash=token_hash(secret),
            scopes=grantable(user.role, wanted.scopes),
            expires_at=wanted.expires_at,
        )
        session.add(row)
        session.flush()
        record(session, "token.made", actor=owner, subject=str(row.id), origin=origin, name=row.name, scopes=row.scopes)
        return MadeToken(row, secret)


def api_tokens() -> Select[ApiToken]:
    """The tokens that have not been removed, for a session of their owner."""
    return select(ApiToken).where(ApiToken.revoked_at.is_(None))


def remove_api_token(database: Database, owner: uuid.UUID, token: uuid.UUID, origin: Origin) -> None:
    """Make a token worthless. Raises ``NotThere`` for another's, an unknown or a removed one."""
    with database.system_session() as session:
        removed = session.execute(
            update(ApiToken)
            .where(ApiToken.id == token, ApiToken.owner_id == owner, ApiToken.revoked_at.is_(None))
            .values(revoked_at=now())
        )
        if removed.rowcount != 1:  # type: ignore[attr-defined]
            raise NotThere("there is no such token")
        record(session, "token.removed", actor=owner, subject=str(token), origin=origin)


def user_of_token(database: Database, secret: str) -> tuple[User, ApiToken] | None:
    """Whose a token is, while it is good and they are active. Its use is noted at most once a minute."""
    moment = now()
    with database.system_reader() as session:
        found = session.execute(
            select(User, ApiToken)
            .join(ApiToken, ApiToken.owner_id == User.id)
            .where(
                ApiToken.token_hash == token_hash(secret),
                ApiToken.revoked_at.is_(None),
                or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > moment),
                User.is_active,
            )
        ).one_or_none()
    if found is None:
        return None
    user, token = found
    if token.last_used_at is None or token.last_used_at <= moment - _USE_NOTED_EVERY:
        with database.system_session() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=moment))
    return user, token
