"""A new password by mail, for who cannot sign in."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select, update

from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.passwords import hash_password
from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.accounts.secret_tokens import new_token, token_hash
from reelwright.business.accounts.sign_ins import end_all_sign_ins
from reelwright.business.audit import Origin, record
from reelwright.business.mail import MailSettings, send_mail
from reelwright.business.mails.writing import write_letter
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import PasswordReset, User
from reelwright.errors import InvalidInput

LIFETIME = timedelta(hours=1)
_PAUSE = timedelta(minutes=1)


def send_reset(database: Database, mail: MailSettings, server: str, email: str, origin: Origin) -> None:
    """Mail a one-time token, when there is such an account; else do nothing. At most one mail a minute for each account.

    To be called after the request was answered, so that the time tells nothing. Raises ``MailFailed``.
    """
    try:
        address = account_address(email)
    except InvalidInput:
        return
    token = new_token()
    with database.system_session() as session:
        user = session.scalar(select(User).where(User.email == address, User.is_active).with_for_update())
        if user is None:
            return
        moment = now()
        open_ones = select(PasswordReset).where(PasswordReset.owner_id == user.id, PasswordReset.used_at.is_(None))
        for earlier in session.scalars(open_ones):
            if earlier.created_at > moment - _PAUSE:
                return
            earlier.used_at = moment
        session.add(PasswordReset(owner_id=user.id, token_hash=token_hash(token), expires_at=moment + LIFETIME))
        record(session, "password.reset_asked", actor=user.id, subject=address, origin=origin)
    letter = write_letter("reset", server=server, name=user.name, data={"token": token})
    send_mail(mail, address, letter.subject, letter.text, letter.html)


def reset_password(database: Database, token: str, password: str, origin: Origin) -> None:
    """Set a new password and end all sign-ins. Raises ``SignInRefused`` for a token that is unknown, used or too old."""
    if _owner(database, token) is None:
        raise _refusal()
    hashed = hash_password(password)
    with database.system_session() as session:
        moment = now()
        claim = update(PasswordReset).where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > moment,
        )
        claimed = session.execute(claim.values(used_at=moment).returning(PasswordReset.owner_id)).scalar_one_or_none()
        user = session.get(User, claimed, with_for_update=True) if claimed else None
        if user is None or not user.is_active:
            raise _refusal()
        user.password_hash = hashed
        user.verified_at = user.verified_at or moment  # the token came by mail
        end_all_sign_ins(session, user.id, "password reset")
        record(session, "password.reset", actor=user.id, subject=user.email, origin=origin)


def _owner(database: Database, token: str) -> uuid.UUID | None:
    with database.system_reader() as session:
        return session.scalar(
            select(PasswordReset.owner_id).where(
                PasswordReset.token_hash == token_hash(token),
                PasswordReset.used_at.is_(None),
                PasswordReset.expires_at > now(),
            )
        )


def _refusal() -> SignInRefused:
    return SignInRefused("the token is not good, or not any more", hint="ask for a new mail")
