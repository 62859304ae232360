"""Random tokens of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token(prefix: str = "") -> str:
    """256 random bits in letters that need no quoting anywhere."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 in hex. No salt: the token is random, and is found by its hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
