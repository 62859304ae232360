"""Passwords as hashes: argon2id for all that is new, bcrypt understood and replaced when next seen."""

from __future__ import annotations

import secrets
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from reelwright.errors import InvalidInput

FEWEST, MOST = 10, 200
"""Characters of a password."""

_HASHER = PasswordHash((Argon2Hasher(), BcryptHasher()))
_BCRYPT_BYTES = 72


def hash_password(password: str) -> str:
    """The hash to keep: 64 MiB and a tenth of a second. Raises ``InvalidInput`` for one too short or too long."""
    if not FEWEST <= len(password) <= MOST:
        raise InvalidInput(
            f"a password has {FEWEST} to {MOST} characters", hint="a few words in a row are good and easy to remember"
        )
    return _HASHER.hash(password)


def check_password(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether it is the password, and the hash to keep from now on when the old one is of an older kind.

    Takes about as long when there is no hash (no such user), so that time tells nothing.
    """
    if len(password) > MOST:
        password, kept = "", None
    if kept is None:
        _HASHER.verify(password, _nobodys_hash())
        return False, None
    try:
        if BcryptHasher.identify(kept):  # bcrypt never saw more than 72 bytes; the library refuses them now
            return _check_bcrypt(password, kept)
        return _HASHER.verify_and_update(password, kept)
    except UnknownHashError:
        return False, None


def _check_bcrypt(password: str, kept: str) -> tuple[bool, str | None]:
    seen = password.encode()[:_BCRYPT_BYTES]
    if b"\x00" in seen or not _HASHER.verify(seen, kept):
        return False, None
    return True, _HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
