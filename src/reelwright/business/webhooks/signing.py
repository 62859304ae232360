"""A webhook's secrets, and the signature of a message by the Standard Webhooks scheme (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import json
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook as Signer

from reelwright.business.sealing import seal, unseal
from reelwright.database.tables import Webhook

_SECRET_BYTES = 32


@dataclass(frozen=True)
class SigningSecrets:
    """``previous`` still signs, beside ``current``, until ``previous_until``."""

    current: str
    previous: str = ""
    previous_until: datetime | None = None


def new_secret() -> str:
    """``whsec_`` and 32 random bytes in base64, as the scheme wants it."""
    return f"whsec_{base64.b64encode(os.urandom(_SECRET_BYTES)).decode()}"


def signature_headers(signing: SigningSecrets, message_id: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers of the scheme; several signatures, divided by spaces, while a secret is being changed."""
    at = at.astimezone(UTC)  # the signer takes any time for one in UTC
    secrets = [signing.current]
    if signing.previous and signing.previous_until and at < signing.previous_until:
        secrets.append(signing.previous)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Signer(secret).sign(message_id, at, body) for secret in secrets),
    }


def keep_secrets(webhook: Webhook, signing: SigningSecrets, secrets: tuple[str, ...]) -> None:
    """Seal a webhook's secrets into its row, under the platform's ``secrets``."""
    until = signing.previous_until.isoformat() if signing.previous_until else ""
    text = json.dumps({"current": signing.current, "previous": signing.previous, "previousUntil": until})
    webhook.sealed_secret, webhook.key_id = seal(secrets, text.encode(), _context(webhook.id))


def opened_secrets(webhook_id: uuid.UUID, sealed: bytes, key_id: str, secrets: tuple[str, ...]) -> SigningSecrets:
    """The secrets of a webhook's row. Raises the errors of ``unseal``."""
    kept = json.loads(unseal(secrets, sealed, key_id, _context(webhook_id)))
    until = datetime.fromisoformat(kept["previousUntil"]) if kept["previousUntil"] else None
    return SigningSecrets(kept["current"], kept["previous"], until)


def _context(webhook_id: uuid.UUID) -> str:
    return f"webhook {webhook_id}"
