"""Messages put in line for webhooks, in the transaction that made them worth telling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from reelwright.business.webhooks.events import TEST_EVENT, Event
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Delivery, Job, Webhook
from reelwright.errors import ReelwrightError


class NotNow(ReelwrightError):
    """The webhook or delivery is in a state that does not allow this: change that first, or come back."""

    code = "CONFLICT"


def queue_deliveries(session: OwnedSession, job: Job, event: Event, data: Mapping[str, Any]) -> list[Delivery]:
    """A message about ``job`` for every active webhook of its owner that wants ``event``; sent when the caller commits.

    ``data`` joins the job's id, kind, status and video in the message; it must be JSON.
    """
    session.flush()
    wanting = session.scalars(select(Webhook).where(Webhook.owner_id == job.owner_id, Webhook.is_active))
    facts = {
        "jobId": str(job.id),
        "kind": job.kind,
        "status": job.status,
        "videoId": str(job.video_id) if job.video_id else None,
        **data,
    }
    queued = [
        _queued(webhook, event, facts, job) for webhook in wanting if not webhook.events or event in webhook.events
    ]
    session.add_all(queued)
    session.flush()
    return queued


def queue_test(session: OwnedSession, webhook: Webhook) -> Delivery:
    """A message that says only that it is a test. Raises ``NotNow`` for a webhook that is switched off."""
    _check_active(webhook)
    delivery = _queued(webhook, TEST_EVENT, {"webhookId": str(webhook.id), "text": "This is a test."}, None)
    session.add(delivery)
    session.flush()
    return delivery


def replay(session: OwnedSession, webhook: Webhook, delivery: Delivery) -> None:
    """Send a message once more, under the same id, with all its attempts before it.

    Raises ``NotNow`` while it is under way, and for a webhook that is switched off.
    """
    _check_active(webhook)
    at = now()
    if delivery.state == "sending" and delivery.next_at is not None and delivery.next_at > at:
        raise NotNow("the delivery is under way", hint="wait for its end, then replay it")
    delivery.state, delivery.attempts, delivery.next_at, delivery.delivered_at = "pending", 0, at, None
    session.flush()


def _check_active(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise NotNow("the webhook is switched off", hint="switch it on first: PATCH it with isActive true")


def _queued(webhook: Webhook, event: str, data: dict[str, Any], job: Job | None) -> Delivery:
    at = now()
    return Delivery(
        owner_id=webhook.owner_id,
        webhook_id=webhook.id,
        job_id=job.id if job else None,
        event=event,
        payload={"type": event, "timestamp": _iso(at), "data": data},
        next_at=at,
    )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
