"""Webhooks added, changed, and given new secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reelwright.business.webhooks import keeping
from reelwright.business.webhooks.keeping import WebhookChange, add_webhook, change_webhook, rotate_secret
from reelwright.business.webhooks.signing import SigningSecrets, opened_secrets
from reelwright.database.open import Database
from reelwright.database.tables import Webhook
from reelwright.errors import InvalidInput, LimitExceeded
from tests.business.people import new_user

SECRETS = ("platform",)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _opened(webhook: Webhook) -> SigningSecrets:
    return opened_secrets(webhook.id, webhook.sealed_secret, webhook.key_id, SECRETS)


def test_a_webhook_is_its_makers_and_its_secret_is_sealed(database: Database) -> None:
    ann, bob = new_user(database, "ann"), new_user(database, "bob")
    with database.session_of(ann) as session:
        webhook, secret = add_webhook(
            session, SECRETS, "https://example.com/x", ["job.failed", "job.completed", "job.failed"]
        )
    assert _opened(webhook) == SigningSecrets(secret)
    with database.reader_of(ann) as session:
        kept = session.scalars(select(Webhook)).one()
        assert (kept.url, kept.events) == ("https://example.com/x", ["job.completed", "job.failed"])
    with database.reader_of(bob) as session:
        assert session.get(Webhook, webhook.id) is None


def test_a_change_leaves_what_it_does_not_name(database: Database) -> None:
    with database.session_of(new_user(database)) as session:
        webhook, _ = add_webhook(session, SECRETS, "https://example.com/x", ["job.failed"])
        change_webhook(session, webhook, WebhookChange(is_active=False))
        assert (webhook.url, webhook.events, webhook.is_active) == ("https://example.com/x", ["job.failed"], False)
        change_webhook(session, webhook, WebhookChange(url="https://example.org/", events=()))
        assert (webhook.url, webhook.events, webhook.is_active) == ("https://example.org/", [], False)
        with pytest.raises(InvalidInput):
            change_webhook(session, webhook, WebhookChange(url="nowhere"))


def test_unknown_events_and_too_many_webhooks_are_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_WEBHOOKS", 1)
    with database.session_of(new_user(database)) as session:
        with pytest.raises(InvalidInput, match=r"no event 'job\.done'"):
            add_webhook(session, SECRETS, "https://example.com/x", ["job.done"])
        add_webhook(session, SECRETS, "https://example.com/x", [])
        with pytest.raises(LimitExceeded):
            add_webhook(session, SECRETS, "https://example.com/y", [])


def test_the_old_secret_signs_on_for_as_long_as_asked(database: Database) -> None:
    with database.session_of(new_user(database)) as session:
        webhook, first = add_webhook(session, SECRETS, "https://example.com/x", [])
        second = rotate_secret(session, webhook, SECRETS, NOW, timedelta(hours=24))
        assert _opened(webhook) == SigningSecrets(second, first, NOW + timedelta(hours=24))
        third = rotate_secret(session, webhook, SECRETS, NOW, timedelta(0))
        assert _opened(webhook) == SigningSecrets(third)
        assert len({first, second, third}) == 3


def test_a_secret_that_cannot_be_opened_any_more_can_be_replaced_at_once(database: Database) -> None:
    with database.session_of(new_user(database)) as session:
        webhook, _ = add_webhook(session, ("lost",), "https://example.com/x", [])
        secret = rotate_secret(session, webhook, SECRETS, NOW, timedelta(0))
        assert _opened(webhook).current == secret
