"""Small secrets at rest: sealed with AES-256-GCM, opened only in the context they were sealed for."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from reelwright.business.derived_keys import derived_key, key_id
from reelwright.errors import ReelwrightError

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(ReelwrightError):
    """What is stored cannot be opened: bring back the server's secret that sealed it, or store it anew."""

    code = "SEAL_BROKEN"


def seal(secrets: Sequence[str], plain: bytes, context: str) -> tuple[bytes, str]:
    """``plain`` sealed by the first secret, and the id of that secret.

    ``context`` says what it is and whose, as ``provider-key:<owner>:<provider>``: the part before the first colon chooses the
    key, the whole is bound to the seal, so that a sealed value moved to another row does not open there.
    """
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _cipher(secrets[0], context).encrypt(nonce, plain, context.encode())
    return _VERSION + nonce + sealed, key_id(secrets[0])


def unseal(secrets: Sequence[str], sealed: bytes, sealed_by: str, context: str) -> bytes:
    """What was sealed. Raises ``SealBroken`` when it was changed, moved, or its secret is not among ``secrets``."""
    secret = next((secret for secret in secrets if key_id(secret) == sealed_by), None)
    if secret is None:
        raise SealBroken(
            "a stored secret was sealed by a server secret that is gone",
            hint="put the old secret back at the end of REELWRIGHT_SECRETS, or store it anew",
        )
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
            raise InvalidTag
        return _cipher(secret, context).decrypt(nonce, body, context.encode())
    except InvalidTag:
        raise SealBroken("a stored secret cannot be opened: it was changed or moved", hint="store it anew") from None


def reseal(secrets: Sequence[str], sealed: bytes, sealed_by: str, context: str) -> tuple[bytes, str]:
    """The same under the newest secret; unchanged when it is already. Raises ``SealBroken``."""
    if sealed_by == key_id(secrets[0]):
        return sealed, sealed_by
    return seal(secrets, unseal(secrets, sealed, sealed_by, context), context)


def _cipher(secret: str, context: str) -> AESGCM:
    return AESGCM(derived_key(secret, f"seal {context.partition(':')[0]}"))
