"""Webhooks added, changed, and given new secrets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from reelwright.business.webhooks.address import checked_address
from reelwright.business.webhooks.events import EVENTS
from reelwright.business.webhooks.signing import SigningSecrets, keep_secrets, new_secret, opened_secrets
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Webhook
from reelwright.errors import InvalidInput, LimitExceeded

MOST_WEBHOOKS = 50
"""Of one user."""


@dataclass(frozen=True)
class WebhookChange:
    """What is ``None`` stays as it is."""

    url: str | None = None
    events: tuple[str, ...] | None = None
    is_active: bool | None = None


def add_webhook(
    session: OwnedSession, secrets: tuple[str, ...], url: str, events: Iterable[str], *, is_active: bool = True
) -> tuple[Webhook, str]:
    """A webhook of the session's user, and its secret, which is not shown again. No ``events`` is all of them.

    Raises ``InvalidInput`` for an address or event that cannot be, ``LimitExceeded`` when there are too many.
    """
    if (session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST_WEBHOOKS:
        raise LimitExceeded(f"there are {MOST_WEBHOOKS} webhooks already", hint="remove one that is not needed")
    webhook = Webhook(id=uuid.uuid4(), url=checked_address(url), events=_known(events), is_active=is_active)
    secret = new_secret()
    keep_secrets(webhook, SigningSecrets(secret), secrets)
    session.add(webhook)
    session.flush()
    return webhook, secret


def change_webhook(session: OwnedSession, webhook: Webhook, change: WebhookChange) -> None:
    """Raises ``InvalidInput`` as ``add_webhook`` does. A webhook switched on again gets what waited for it."""
    if change.url is not None:
        webhook.url = checked_address(change.url)
    if change.events is not None:
        webhook.events = _known(change.events)
    if change.is_active is not None:
        webhook.is_active = change.is_active
    session.flush()


def rotate_secret(
    session: OwnedSession, webhook: Webhook, secrets: tuple[str, ...], now: datetime, keep_old: timedelta
) -> str:
    """A new secret. For ``keep_old`` the one before signs as well, so that receivers can change in their own time."""
    old = ""
    if keep_old > timedelta(0):
        old = opened_secrets(webhook.id, webhook.sealed_secret, webhook.key_id, secrets).current
    secret = new_secret()
    keep_secrets(webhook, SigningSecrets(secret, old, now + keep_old if old else None), secrets)
    session.flush()
    return secret


def _known(events: Iterable[str]) -> list[str]:
    asked = set(events)
    unknown = sorted(asked.difference(EVENTS))
    if unknown:
        raise InvalidInput(f"there is no event {unknown[0][:60]!r}", hint=f"events: {', '.join(EVENTS)}")
    return [event for event in EVENTS if event in asked]
