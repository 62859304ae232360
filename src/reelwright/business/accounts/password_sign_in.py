"""Signing in by address and password."""

from __future__ import annotations

from sqlalchemy import select

from reelwright.business.accounts.access_tokens import AccessKeys
from reelwright.business.accounts.email_address import account_address
from reelwright.business.accounts.passwords import check_password
from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.accounts.sign_ins import SignedIn, start_sign_in
from reelwright.business.audit import Origin, record_alone
from reelwright.database.open import Database
from reelwright.database.tables import User
from reelwright.errors import InvalidInput


def sign_in_by_password(database: Database, keys: AccessKeys, email: str, password: str, origin: Origin) -> SignedIn:
    """A new sign-in. Raises ``SignInRefused`` in the same words and about the same time whatever was wrong."""
    seen = _find(database, email)
    is_right, newer_hash = check_password(password, seen.password_hash if seen else None)
    if seen is not None and is_right and seen.is_active:
        with database.system_session() as session:
            user = session.get(User, seen.id, with_for_update=True)
            # meanwhile the password may have been reset, which must not be outlived by a sign-in with the old one
            if user is not None and user.is_active and user.password_hash == seen.password_hash:
                user.password_hash = newer_hash or user.password_hash
                return start_sign_in(session, keys, user, by="password", origin=origin)
    record_alone(
        database, "sign_in.refused", actor=seen.id if seen else None, subject=email, origin=origin, by="password"
    )
    raise SignInRefused("the address or the password is wrong", hint="try again, or ask for a new password")


def _find(database: Database, email: str) -> User | None:
    try:
        address = account_address(email)
    except InvalidInput:
        return None
    with database.system_reader() as session:
        return session.scalar(select(User).where(User.email == address))
