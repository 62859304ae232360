"""Keys for one purpose each, made of the server's secrets."""

from __future__ import annotations

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=256)
def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes by HKDF-SHA256. Keys of different purposes tell nothing of each other, nor of the secret."""
    return HKDF(SHA256(), 32, salt=None, info=f"reelwright {purpose}".encode()).derive(secret.encode())


def key_id(secret: str) -> str:
    """16 hex digits that name a secret and tell nothing of it."""
    return derived_key(secret, "key id").hex()[:16]
