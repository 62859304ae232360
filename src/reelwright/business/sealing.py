"""Secrets at rest: sealed under a key derived from one of the platform's secrets, and opened again."""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reelwright.errors import InvalidInput

_NONCE_BYTES = 12


def seal(secrets: tuple[str, ...], data: bytes, context: str) -> tuple[bytes, str]:
    """``data`` under the first of ``secrets``, and the id of that secret. ``context`` says what it is; it opens nowhere else."""
    if not secrets:
        raise InvalidInput("there is no secret to seal with", hint="set REELWRIGHT_SECRETS")
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(secrets[0], context).encrypt(nonce, data, None), _key_id(secrets[0])


def unseal(secrets: tuple[str, ...], sealed: bytes, key_id: str, context: str) -> bytes:
    """What was sealed. Raises ``InvalidInput`` when the secret is not at hand, or the seal is broken."""
    for secret in secrets:
        if _key_id(secret) == key_id:
            try:
                return _cipher(secret, context).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
            except (InvalidTag, ValueError):
                raise InvalidInput("what was sealed has been changed and cannot be opened") from None
    raise InvalidInput(
        "what was sealed cannot be opened: its secret is not at hand",
        hint="put the earlier secret behind the new one in REELWRIGHT_SECRETS",
    )


def _key_id(secret: str) -> str:
    return hashlib.sha256(b"reelwright key id\0" + secret.encode()).hexdigest()[:16]


def _cipher(secret: str, context: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"reelwright seal\0" + context.encode())
    return AESGCM(key.derive(secret.encode()))
