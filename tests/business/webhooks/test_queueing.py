"""Messages put in line."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from reelwright.business.webhooks.keeping import WebhookChange, add_webhook, change_webhook
from reelwright.business.webhooks.queueing import NotNow, queue_deliveries, queue_test, replay
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import Delivery, Job, Webhook
from tests.business.people import new_job, new_user

SECRETS = ("platform",)


def _webhook(database: Database, owner: uuid.UUID, events: list[str]) -> Webhook:
    with database.session_of(owner) as session:
        return add_webhook(session, SECRETS, "https://example.com/x", events)[0]


def test_every_active_webhook_of_the_jobs_owner_that_wants_the_event_gets_one(database: Database) -> None:
    ann, bob = new_user(database, "ann"), new_user(database, "bob")
    everything, failures = _webhook(database, ann, []), _webhook(database, ann, ["job.failed"])
    completions, paused = _webhook(database, ann, ["job.completed", "job.started"]), _webhook(database, ann, [])
    _webhook(database, bob, [])
    with database.session_of(ann) as session:
        change_webhook(session, session.get_one(Webhook, paused.id), WebhookChange(is_active=False))
    job = new_job(database, ann)
    with database.system_session() as session:
        queued = queue_deliveries(session, job, "job.completed", {"result": {"duration": 12.5}})
    assert {delivery.webhook_id for delivery in queued} == {everything.id, completions.id}
    assert failures.id not in {delivery.webhook_id for delivery in queued}
    with database.reader_of(ann) as session:
        for delivery in session.scalars(select(Delivery)):
            assert (delivery.state, delivery.attempts, delivery.job_id) == ("pending", 0, job.id)
            assert delivery.payload["type"] == delivery.event == "job.completed"
            assert delivery.payload["data"] == {
                "jobId": str(job.id), "kind": "make", "status": "COMPLETED", "videoId": None, "result": {"duration": 12.5},
            }  # fmt: skip
            assert datetime.fromisoformat(delivery.payload["timestamp"]).tzinfo is not None


def test_messages_and_what_they_tell_are_one_transaction(database: Database) -> None:
    ann = new_user(database)
    _webhook(database, ann, [])

    def work() -> None:
        with database.session_of(ann) as session:
            job = Job(kind="make", owner_id=ann)
            session.add(job)
            assert len(queue_deliveries(session, job, "job.started", {})) == 1
            raise RuntimeError("the work went wrong before it was committed")

    with pytest.raises(RuntimeError):
        work()
    with database.system_reader() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_a_test_goes_to_one_webhook_whatever_its_events(database: Database) -> None:
    ann = new_user(database)
    webhook = _webhook(database, ann, ["job.failed"])
    with database.session_of(ann) as session:
        delivery = queue_test(session, webhook)
        assert (delivery.event, delivery.payload["type"]) == ("webhook.test", "webhook.test")


def test_a_replay_begins_anew_but_not_while_the_message_is_under_way(database: Database) -> None:
    ann = new_user(database)
    webhook = _webhook(database, ann, [])
    with database.session_of(ann) as session:
        delivery = queue_test(session, webhook)
        delivery.state, delivery.attempts, delivery.next_at = "failed", 8, None
        replay(session, webhook, delivery)
        assert (delivery.state, delivery.attempts, delivery.delivered_at) == ("pending", 0, None)
        delivery.state, delivery.next_at = "sending", now() + timedelta(minutes=1)
        with pytest.raises(NotNow, match="under way"):
            replay(session, webhook, delivery)
        delivery.next_at = now() - timedelta(seconds=1)
        replay(session, webhook, delivery)
        webhook.is_active = False
        for attempt in (lambda: replay(session, webhook, delivery), lambda: queue_test(session, webhook)):
            with pytest.raises(NotNow, match="switched off"):
                attempt()
