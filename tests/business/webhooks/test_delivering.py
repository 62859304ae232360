"""Due messages sent to a real server, and their fate."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import func, select, update
from standardwebhooks.webhooks import Webhook as Verifier

from reelwright.business.webhooks.claiming import LEASE, claim_due
from reelwright.business.webhooks.delivering import deliver_due, forget_deliveries
from reelwright.business.webhooks.keeping import add_webhook
from reelwright.business.webhooks.posting import Answer, NotSent, Send, sender_over
from reelwright.business.webhooks.queueing import queue_deliveries, queue_test, replay
from reelwright.business.webhooks.retrying import DELAYS, MOST_ATTEMPTS
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import Delivery, Webhook
from tests.business.people import new_job, new_user
from tests.business.receiver import Receiver, receiving

SECRETS = ("platform",)


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Scene:
    database: Database
    owner: uuid.UUID
    webhook: Webhook
    secret: str
    receiver: Receiver
    send: Send
    clock: Clock

    def queue(self, count: int = 1) -> None:
        job = new_job(self.database, self.owner)
        with self.database.session_of(self.owner) as session:
            for _ in range(count):
                queue_deliveries(session, job, "job.completed", {"title": "Über Reis"})
        self.clock.at = now()

    def deliver(self) -> int:
        return deliver_due(self.database, SECRETS, self.send, self.clock)

    def delivery(self) -> Delivery:
        with self.database.system_reader() as session:
            return session.scalars(select(Delivery)).one()


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    owner = new_user(database)
    with receiving() as receiver, httpx2.Client(trust_env=False) as client:
        with database.session_of(owner) as session:
            webhook, secret = add_webhook(session, SECRETS, receiver.url, [])
        yield Scene(database, owner, webhook, secret, receiver, sender_over(client), Clock(now()))


def test_a_message_arrives_signed_and_is_recorded(scene: Scene) -> None:
    scene.queue()
    assert scene.deliver() == 1
    (taken,) = scene.receiver.taken
    message = Verifier(scene.secret).verify(taken.body, taken.headers)
    assert (message["type"], message["data"]["title"]) == ("job.completed", "Über Reis")
    assert taken.headers["content-type"] == "application/json"
    delivery = scene.delivery()
    assert taken.headers["webhook-id"] == f"msg_{delivery.id.hex}"
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("delivered", 1, None)
    assert (delivery.response_status, delivery.response_text) == (200, "thanks")
    assert delivery.delivered_at == scene.clock.at
    assert scene.deliver() == 0
    assert len(scene.receiver.taken) == 1


def test_a_refused_message_is_tried_at_growing_distances_then_given_up(scene: Scene) -> None:
    scene.receiver.answers = lambda _taken: (503, b"later", {})
    scene.queue()
    for attempt, delay in enumerate(DELAYS, 1):
        assert scene.deliver() == 1
        delivery = scene.delivery()
        assert (delivery.state, delivery.attempts, delivery.response_status) == ("pending", attempt, 503)
        assert delivery.next_at is not None
        assert delay <= delivery.next_at - scene.clock.at <= delay * 1.2
        scene.clock.at = delivery.next_at - timedelta(milliseconds=1)
        assert scene.deliver() == 0
        scene.clock.at = delivery.next_at
    assert scene.deliver() == 1
    delivery = scene.delivery()
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("failed", MOST_ATTEMPTS, None)
    scene.clock.at += timedelta(days=30)
    assert scene.deliver() == 0
    assert len({taken.headers["webhook-id"] for taken in scene.receiver.taken}) == 1


def test_a_redirect_is_a_refusal(scene: Scene) -> None:
    scene.receiver.answers = lambda _taken: (302, b"", {"location": "/elsewhere"})
    scene.queue()
    scene.deliver()
    assert (scene.delivery().state, scene.delivery().response_status) == ("pending", 302)


def test_a_receiver_that_comes_back_gets_the_message(scene: Scene) -> None:
    statuses = iter((500, 200))
    scene.receiver.answers = lambda _taken: (next(statuses), b"", {})
    scene.queue()
    scene.deliver()
    scene.clock.at += timedelta(seconds=7)
    scene.deliver()
    assert (scene.delivery().state, scene.delivery().attempts) == ("delivered", 2)


def test_gone_switches_the_webhook_off_and_the_rest_waits_until_it_is_on_again(scene: Scene) -> None:
    scene.receiver.answers = lambda _taken: (410, b"gone", {})
    scene.queue()
    scene.deliver()
    assert (scene.delivery().state, scene.delivery().response_status) == ("failed", 410)
    with scene.database.session_of(scene.owner) as session:
        webhook = session.get_one(Webhook, scene.webhook.id)
        assert not webhook.is_active
        webhook.is_active = True
        session.flush()
        queue_test(session, webhook)
        webhook.is_active = False
    scene.clock.at = now()
    assert scene.deliver() == 0
    scene.receiver.answers = lambda _taken: (200, b"", {})
    with scene.database.session_of(scene.owner) as session:
        session.get_one(Webhook, scene.webhook.id).is_active = True
    assert scene.deliver() == 1


def test_gone_from_an_address_that_was_changed_meanwhile_switches_nothing_off(scene: Scene) -> None:
    def send(url: str, headers: object, body: bytes) -> Answer:
        with scene.database.session_of(scene.owner) as session:
            session.get_one(Webhook, scene.webhook.id).url = "https://example.com/moved"
        return Answer(410)

    scene.queue()
    deliver_due(scene.database, SECRETS, send, scene.clock)
    with scene.database.reader_of(scene.owner) as session:
        assert session.get_one(Webhook, scene.webhook.id).is_active


def test_no_answer_is_recorded_with_its_reason_and_tried_again(scene: Scene) -> None:
    def send(url: str, headers: object, body: bytes) -> Answer:
        raise NotSent("no connection")

    scene.queue()
    deliver_due(scene.database, SECRETS, send, scene.clock)
    delivery = scene.delivery()
    assert (delivery.state, delivery.response_status, delivery.response_text) == ("pending", None, "no connection")


def test_a_secret_that_cannot_be_opened_is_a_failed_attempt(scene: Scene) -> None:
    scene.queue()
    deliver_due(scene.database, ("another",), scene.send, scene.clock)
    assert scene.receiver.taken == []
    assert "is gone" in scene.delivery().response_text


def test_hostile_answers_are_kept_short_and_storable(scene: Scene) -> None:
    scene.receiver.answers = lambda _taken: (200, b"\x00\xff" * 40_000, {})
    scene.queue()
    scene.deliver()
    delivery = scene.delivery()
    assert (delivery.state, len(delivery.response_text)) == ("delivered", 1000)
    assert set(delivery.response_text) == {"\N{REPLACEMENT CHARACTER}"}


def test_a_replay_sends_the_same_message_again(scene: Scene) -> None:
    scene.queue()
    scene.deliver()
    with scene.database.session_of(scene.owner) as session:
        webhook, delivery = session.get_one(Webhook, scene.webhook.id), session.scalars(select(Delivery)).one()
        replay(session, webhook, delivery)
    scene.clock.at = now()
    assert scene.deliver() == 1
    first, second = scene.receiver.taken
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    Verifier(scene.secret).verify(second.body, second.headers)


def test_two_workers_send_each_message_once(scene: Scene) -> None:
    with scene.database.session_of(scene.owner) as session:
        for _ in range(4):
            add_webhook(session, SECRETS, scene.receiver.url, [])
    scene.queue(8)
    start, faults = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait()
            with httpx2.Client(trust_env=False) as client:
                idle = 0
                while idle < 5:
                    idle = 0 if deliver_due(scene.database, SECRETS, sender_over(client), scene.clock) else idle + 1
        except BaseException as fault:
            faults.append(fault)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    scene.clock.at += timedelta(hours=1)
    scene.deliver()  # a connection that broke before anything was sent
    ids = [taken.headers["webhook-id"] for taken in scene.receiver.taken]
    assert len(ids) == len(set(ids)) == 40
    with scene.database.system_reader() as session:
        assert set(session.scalars(select(Delivery.state))) == {"delivered"}


def test_claims_held_by_another_worker_are_passed_over_until_its_lease_ends(scene: Scene) -> None:
    scene.queue()
    (lost,) = claim_due(scene.database, scene.clock.at, 16)
    assert claim_due(scene.database, scene.clock.at, 16) == []
    assert claim_due(scene.database, scene.clock.at + LEASE - timedelta(seconds=1), 16) == []
    (again,) = claim_due(scene.database, scene.clock.at + LEASE, 16)
    assert (again.id, again.attempts) == (lost.id, 2)


def test_a_worker_that_lost_its_claim_does_not_overwrite_the_next_ones_record(scene: Scene) -> None:
    def slow(url: str, headers: object, body: bytes) -> Answer:
        scene.clock.at += LEASE
        assert scene.deliver() == 1
        return Answer(500, "too late")

    scene.queue()
    deliver_due(scene.database, SECRETS, slow, scene.clock)
    assert (scene.delivery().state, scene.delivery().response_status) == ("delivered", 200)


def test_a_message_whose_workers_are_all_lost_is_given_up(scene: Scene) -> None:
    scene.queue()
    for _ in range(MOST_ATTEMPTS):
        assert len(claim_due(scene.database, scene.clock.at, 16)) == 1
        scene.clock.at += LEASE
    assert claim_due(scene.database, scene.clock.at, 16) == []
    assert (scene.delivery().state, scene.delivery().attempts) == ("failed", MOST_ATTEMPTS)


def test_a_webhook_with_many_messages_leaves_room_for_others(scene: Scene) -> None:
    scene.queue(20)
    with scene.database.session_of(scene.owner) as session:
        other, _ = add_webhook(session, SECRETS, scene.receiver.url + "/other", [])
        queue_test(session, other)
    scene.clock.at = now()
    claims = claim_due(scene.database, scene.clock.at, 16)
    assert other.id in {claim.webhook_id for claim in claims}
    assert len(claims) == 5


def test_a_fault_of_ours_in_one_message_leaves_the_others_recorded(scene: Scene) -> None:
    def send(url: str, headers: object, body: bytes) -> Answer:
        if url.endswith("/faulty"):
            raise RuntimeError("a fault of ours")
        return Answer(200)

    with scene.database.session_of(scene.owner) as session:
        add_webhook(session, SECRETS, scene.receiver.url + "/faulty", [])
    scene.queue()
    with pytest.raises(RuntimeError):
        deliver_due(scene.database, SECRETS, send, scene.clock)
    with scene.database.system_reader() as session:
        assert sorted(session.scalars(select(Delivery.state))) == ["delivered", "sending"]


def test_old_messages_are_forgotten_and_waiting_ones_kept(scene: Scene) -> None:
    scene.queue(2)
    with scene.database.system_session() as session:
        first = session.scalars(select(Delivery)).first()
        assert first is not None
        session.execute(update(Delivery).where(Delivery.id == first.id).values(state="delivered"))
    assert forget_deliveries(scene.database, datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert forget_deliveries(scene.database, now() + timedelta(seconds=1)) == 1
    with scene.database.system_reader() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1
