"""Signatures, checked by the scheme's own verifier."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from reelwright.business.sealing import SealBroken
from reelwright.business.webhooks.signing import (
    SigningSecrets,
    keep_secrets,
    new_secret,
    opened_secrets,
    signature_headers,
)
from reelwright.database.tables import Webhook


def test_a_signature_passes_the_schemes_verifier_and_a_forged_one_does_not() -> None:
    secret = new_secret()
    headers = signature_headers(SigningSecrets(secret), "msg_1", datetime.now(UTC), '{"a":"ü"}')
    assert Verifier(secret).verify('{"a":"ü"}'.encode(), headers) == {"a": "ü"}
    for secret_, body, changed in [
        (new_secret(), '{"a":"ü"}', {}),
        (secret, '{"a":"u"}', {}),
        (secret, '{"a":"ü"}', {"webhook-id": "msg_2"}),
        (secret, '{"a":"ü"}', {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}),
    ]:
        with pytest.raises(WebhookVerificationError):
            Verifier(secret_).verify(body.encode(), headers | changed)


def test_an_old_message_cannot_be_sent_again_by_others() -> None:
    secret = new_secret()
    headers = signature_headers(SigningSecrets(secret), "msg_1", datetime.now(UTC) - timedelta(minutes=6), "{}")
    with pytest.raises(WebhookVerificationError, match="too old"):
        Verifier(secret).verify(b"{}", headers)


def test_both_secrets_sign_until_the_old_one_ends() -> None:
    old, new, now = new_secret(), new_secret(), datetime.now(UTC)
    turning = SigningSecrets(new, old, now + timedelta(hours=1))
    headers = signature_headers(turning, "msg_1", now, "{}")
    Verifier(old).verify(b"{}", headers)
    Verifier(new).verify(b"{}", headers)
    later = SigningSecrets(new, old, now)
    headers = signature_headers(later, "msg_1", now, "{}")
    Verifier(new).verify(b"{}", headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(old).verify(b"{}", headers)


def test_secrets_are_of_32_bytes_and_sealed_for_one_webhook() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert len(secret) == 6 + 44
    webhook = Webhook(id=uuid.uuid4())
    keep_secrets(webhook, SigningSecrets(secret, "whsec_old", datetime(2026, 1, 1, tzinfo=UTC)), ("platform",))
    assert secret[6:].encode() not in webhook.sealed_secret
    opened = opened_secrets(webhook.id, webhook.sealed_secret, webhook.key_id, ("newer", "platform"))
    assert opened == SigningSecrets(secret, "whsec_old", datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(SealBroken):
        opened_secrets(uuid.uuid4(), webhook.sealed_secret, webhook.key_id, ("platform",))
