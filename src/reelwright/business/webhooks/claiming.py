"""Due messages taken by one worker, so that no other sends them at the same time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update

from reelwright.business.webhooks.retrying import MOST_ATTEMPTS
from reelwright.database.open import Database
from reelwright.database.tables import Delivery, Webhook

LEASE = timedelta(seconds=120)
"""How long a worker has for what it took; then it is taken for lost, and the message is due again."""
_MOST_OF_ONE = 4
"""So that a slow receiver with many messages does not hold up the others."""


@dataclass(frozen=True)
class Claim:
    """One attempt at one message. ``attempts`` counts it; ``until`` is when it ends, and marks the claim as ours."""

    id: uuid.UUID
    webhook_id: uuid.UUID
    url: str
    sealed_secret: bytes
    key_id: str
    payload: dict[str, Any]
    attempts: int
    until: datetime


def claim_due(database: Database, now: datetime, most: int) -> list[Claim]:
    """At most ``most`` messages that are due, now ours. Messages of webhooks that are switched off wait."""
    with database.system_reader() as session:
        if session.scalar(select(Delivery.id).join(Webhook).where(_due(now)).limit(1)) is None:
            return []
    until = now + LEASE
    with database.system_session() as session:
        session.execute(_give_up_lost(now))
        rows = session.execute(
            select(Delivery, Webhook)
            .join(Webhook)
            .where(Delivery.id.in_(_fair_share(now, most)), _due(now))
            .with_for_update(skip_locked=True, of=Delivery)
        ).all()
        for delivery, _webhook in rows:
            delivery.state, delivery.next_at = "sending", until
            delivery.attempts += 1
        return [
            Claim(
                id=delivery.id,
                webhook_id=webhook.id,
                url=webhook.url,
                sealed_secret=webhook.sealed_secret,
                key_id=webhook.key_id,
                payload=delivery.payload,
                attempts=delivery.attempts,
                until=until,
            )
            for delivery, webhook in rows
        ]


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(Delivery.state.in_(("pending", "sending")), Delivery.next_at <= now, Webhook.is_active)


def _fair_share(now: datetime, most: int) -> Any:
    """Ids of due messages, the oldest of each webhook first, a few of each."""
    place = func.row_number().over(partition_by=Delivery.webhook_id, order_by=Delivery.next_at)
    ranked = select(Delivery.id, Delivery.next_at, place.label("place")).join(Webhook).where(_due(now)).subquery()
    fair = select(ranked.c.id).where(ranked.c.place <= _MOST_OF_ONE)
    return fair.order_by(ranked.c.place, ranked.c.next_at).limit(most)


def _give_up_lost(now: datetime) -> Any:
    """Messages whose last attempt ended with its worker."""
    return (
        update(Delivery)
        .where(Delivery.state == "sending", Delivery.next_at <= now, Delivery.attempts >= MOST_ATTEMPTS)
        .values(state="failed", next_at=None, response_text="the sending process was lost")
        .execution_options(synchronize_session=False)
    )
