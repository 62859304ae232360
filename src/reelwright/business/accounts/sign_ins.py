"""Signed-in browsers and programs: starting one, keeping it alive, ending it.

Each refresh token is good once and is answered by the next. A second use of a used one means that two hold it, and one of them
is a thief: the whole sign-in ends, without a time of grace, so a client must not refresh twice at once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from reelwright.business.accounts.access_tokens import LIFETIME, AccessClaims, AccessKeys, write_access_token
from reelwright.business.accounts.refusals import NotAllowed, NotThere, SignInRefused
from reelwright.business.accounts.secret_tokens import new_token, token_hash
from reelwright.business.audit import Origin, record
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import RefreshToken, SignIn, User

REFRESH_LIFETIME = timedelta(days=30)
"""How long a sign-in stays without being used."""


@dataclass(frozen=True)
class SignedIn:
    user: User
    sign_in_id: uuid.UUID
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


def start_sign_in(session: OwnedSession, keys: AccessKeys, user: User, *, by: str, origin: Origin) -> SignedIn:
    """A new sign-in of a user who has shown who they are. ``by`` says how, for the journal."""
    row = SignIn(
        owner_id=user.id,
        expires_at=now() + REFRESH_LIFETIME,
        user_agent=origin.user_agent[:400],
        address=origin.address[:60],
    )
    session.add(row)
    session.flush()
    record(session, "sign_in.started", actor=user.id, subject=user.email, origin=origin, by=by)
    return _with_tokens(session, keys, user, row)


def start_looking_as(
    database: Database, keys: AccessKeys, user_id: uuid.UUID, *, admin: uuid.UUID, reason: str, origin: Origin
) -> SignedIn:
    """A sign-in of an administrator as a user: good for a quarter of an hour, and not to be refreshed.

    Raises ``NotThere``, and ``NotAllowed`` for oneself, for other administrators and for who is shut out.
    """
    with database.system_session() as session:
        user = session.get(User, user_id)
        if user is None:
            raise NotThere("there is no such user")
        if user.id == admin or user.role == "admin" or not user.is_active:
            raise NotAllowed("nobody looks as an administrator, or as one who is shut out", hint="choose another user")
        moment = now()
        row = SignIn(
            owner_id=user.id, expires_at=moment + LIFETIME, user_agent=origin.user_agent[:400], address=origin.address[:60], admin_id=admin
        )  # fmt: skip
        session.add(row)
        session.flush()
        record(session, "impersonation.started", actor=admin, subject=user.email, origin=origin, reason=reason[:500])
        return SignedIn(user, row.id, write_access_token(keys, AccessClaims(user.id, row.id), moment), "")


def refresh_sign_in(database: Database, keys: AccessKeys, token: str, origin: Origin) -> SignedIn:
    """The next pair of tokens. Raises ``SignInRefused``, and ends the sign-in when the token was used before."""
    with database.system_session() as session:
        outcome = _refreshed(session, keys, token, origin)
    if outcome is None:  # raised out here: what was revoked must be committed
        raise SignInRefused("the sign-in is over", hint="sign in again")
    return outcome


def _refreshed(session: OwnedSession, keys: AccessKeys, token: str, origin: Origin) -> SignedIn | None:
    found = session.execute(
        select(RefreshToken, SignIn, User)
        .join(SignIn, SignIn.id == RefreshToken.sign_in_id)
        .join(User, User.id == RefreshToken.owner_id)
        .where(RefreshToken.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        return None
    link, row, user = found
    moment = now()
    if row.revoked_at is not None or min(link.expires_at, row.expires_at) <= moment or not user.is_active:
        return None
    claim = update(RefreshToken).where(RefreshToken.id == link.id, RefreshToken.used_at.is_(None))
    taken = session.execute(claim.values(used_at=moment).execution_options(synchronize_session=False))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        row.revoked_at, row.revoked_because = moment, "a refresh token was used twice"
        record(session, "sign_in.token_reused", actor=user.id, subject=str(row.id), origin=origin)
        return None
    row.expires_at = moment + REFRESH_LIFETIME
    return _with_tokens(session, keys, user, row)


def _with_tokens(session: OwnedSession, keys: AccessKeys, user: User, row: SignIn) -> SignedIn:
    token = new_token()
    session.add(
        RefreshToken(owner_id=user.id, sign_in_id=row.id, token_hash=token_hash(token), expires_at=row.expires_at)
    )
    session.flush()
    return SignedIn(user, row.id, write_access_token(keys, AccessClaims(user.id, row.id), now()), token)


def signed_in_user(database: Database, claims: AccessClaims) -> tuple[User, uuid.UUID | None] | None:
    """The user of an access token, when neither they nor their sign-in have been shut out since; and the administrator who acts
    as them, while that one is an active administrator."""
    admin = aliased(User)
    with database.system_reader() as session:
        found = session.execute(
            select(User, SignIn.admin_id)
            .join(SignIn, SignIn.owner_id == User.id)
            .where(
                User.id == claims.user_id,
                User.is_active,
                SignIn.id == claims.sign_in_id,
                SignIn.revoked_at.is_(None),
                SignIn.expires_at > now(),
                or_(
                    SignIn.admin_id.is_(None),
                    exists().where(admin.id == SignIn.admin_id, admin.is_active, admin.role == "admin"),
                ),
            )
        ).one_or_none()
    return (found[0], found[1]) if found else None


def sign_in_of(database: Database, token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """User and sign-in a refresh token belongs to, whatever its state."""
    with database.system_reader() as session:
        found = session.execute(
            select(RefreshToken.owner_id, RefreshToken.sign_in_id).where(RefreshToken.token_hash == token_hash(token))
        ).one_or_none()
        return (found[0], found[1]) if found else None


def end_sign_in(database: Database, owner: uuid.UUID, sign_in: uuid.UUID, origin: Origin) -> None:
    """End one of a user's sign-ins. Raises ``NotThere`` for another's, an unknown or an ended one."""
    with database.system_session() as session:
        ended = session.execute(
            update(SignIn)
            .where(SignIn.id == sign_in, SignIn.owner_id == owner, SignIn.revoked_at.is_(None))
            .values(revoked_at=now(), revoked_because="signed out")
        )
        if ended.rowcount != 1:  # type: ignore[attr-defined]
            raise NotThere("there is no such sign-in")
        record(session, "sign_in.ended", actor=owner, subject=str(sign_in), origin=origin)


def end_all_sign_ins(session: OwnedSession, owner: uuid.UUID, because: str, besides: uuid.UUID | None = None) -> None:
    """End all of a user's sign-ins, but one if wanted."""
    query = update(SignIn).where(SignIn.owner_id == owner, SignIn.revoked_at.is_(None))
    if besides is not None:
        query = query.where(SignIn.id != besides)
    session.execute(query.values(revoked_at=now(), revoked_because=because))
