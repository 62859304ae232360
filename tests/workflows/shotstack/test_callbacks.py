"""The end of a render is told to the address its edit names, until it is taken or given up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select, update

from reelwright.database.open import Database
from reelwright.database.tables import BlobUse, Callback, Job, User, Video
from reelwright.http.client import public_client
from reelwright.storage.blobs import BlobStore
from reelwright.storage.open_store import open_store
from reelwright.storage.signed_links import SignedLinks
from reelwright.workflows.shotstack.callbacks import DELAYS, LEASE, deliver_callbacks
from tests.databases import KINDS, ready_database
from tests.http.servers import LoopbackServer, guard_for, serving

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return open_store(
        str(tmp_path / "files"), links=SignedLinks("http://reel.test", (b"s" * 32,)), credentials=None, scratch=tmp_path
    )


@pytest.fixture
def receiver() -> Iterator[LoopbackServer]:
    with serving(LoopbackServer()) as server:
        yield server


@pytest.fixture
def outside(receiver: LoopbackServer) -> Iterator[httpx2.Client]:
    with public_client(guard_for(receiver), total_seconds=5) as client:
        yield client


def told_later(database: Database, store: BlobStore, url: str, status: str = "COMPLETED") -> Job:
    """A job that has ended, with a file, and a callback that is due at noon."""
    blob = store.put_bytes(b"a video", "video/mp4")
    with database.system_session() as session:
        user = User(email="ann@example.com")
        session.add(user)
        session.flush()
        video = Video(owner_id=user.id, title="A", kind="render")
        session.add(video)
        session.flush()
        job = Job(
            owner_id=user.id, kind="render", status=status, video_id=video.id, finished_at=NOON,
            request={"shotstack": {}, "outputs": [{"format": "mp4"}]}, result={"outputs": [{"name": "video.mp4", "key": blob.key}]},
            error={"message": "a file is broken", "hint": "replace it"} if status == "FAILED" else None,
        )  # fmt: skip
        session.add(job)
        session.flush()
        session.add(
            BlobUse(
                owner_id=user.id,
                key=blob.key,
                size=7,
                content_type="video/mp4",
                user_kind="video",
                user_id=video.id,
                name="out/video.mp4",
            )
        )
        session.add(Callback(owner_id=user.id, job_id=job.id, url=url, next_at=NOON))
        return job


def kept(database: Database) -> Callback:
    with database.system_reader() as session:
        return session.scalars(select(Callback)).one()


def round_at(database: Database, store: BlobStore, client: httpx2.Client, moment: datetime = NOON) -> int:
    return deliver_callbacks(database, store, client, lambda: moment)


def test_a_finished_render_is_told_once(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client
) -> None:
    job = told_later(database, store, receiver.on("/hook"))
    assert round_at(database, store, outside) == 1
    assert round_at(database, store, outside, NOON + timedelta(days=9)) == 0
    ((_, headers, body),) = receiver.asked
    message = json.loads(body)
    assert headers["content-type"] == "application/json"
    assert message.pop("url").startswith("http://reel.test/files/")
    assert message == {
        "type": "edit", "action": "render", "id": str(job.id), "owner": str(job.owner_id), "status": "done", "error": None,
        "completed": "2026-11-20T12:00:00.000Z",
    }  # fmt: skip
    callback = kept(database)
    assert (callback.state, callback.attempts, callback.response_status) == ("delivered", 1, 200)


@pytest.mark.parametrize(
    ("status", "reason"), [("FAILED", "a file is broken (replace it)"), ("CANCELLED", "the render was cancelled")]
)
def test_a_render_that_did_not_end_well_is_told_as_failed(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client, status: str, reason: str
) -> None:
    told_later(database, store, receiver.on("/hook"), status)
    round_at(database, store, outside)
    message = json.loads(receiver.asked[0][2])
    assert (message["status"], message["url"], message["error"]) == ("failed", None, reason)


@pytest.mark.parametrize("status", ["QUEUED", "PROCESSING"])
def test_nothing_is_told_before_the_end(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client, status: str
) -> None:
    told_later(database, store, receiver.on("/hook"), status)
    assert round_at(database, store, outside, NOON + timedelta(days=1)) == 0
    with database.system_session() as session:
        session.execute(update(Job).values(status="COMPLETED"))
    assert round_at(database, store, outside, NOON + timedelta(days=1)) == 1


def test_what_is_not_taken_is_sent_again_and_given_up_in_the_end(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client
) -> None:
    told_later(database, store, receiver.on("/hook", status=500))
    moment = NOON
    for delay in DELAYS:
        assert round_at(database, store, outside, moment) == 1
        assert round_at(database, store, outside, moment + delay - timedelta(seconds=1)) == 0
        moment += delay
    assert round_at(database, store, outside, moment) == 1
    callback = kept(database)
    assert (callback.state, callback.attempts, callback.response_text) == ("failed", len(DELAYS) + 1, "answered 500")
    assert round_at(database, store, outside, moment + timedelta(days=9)) == 0


def test_a_receiver_that_is_not_there_is_tried_again(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client
) -> None:
    told_later(database, store, receiver.url("/hook"))
    receiver.answers["/hook"] = lambda handler: handler.connection.close()
    assert round_at(database, store, outside) == 1
    receiver.on("/hook")
    assert round_at(database, store, outside, NOON + DELAYS[0]) == 1
    assert kept(database).state == "delivered"


def test_an_address_inside_is_never_asked(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client
) -> None:
    told_later(database, store, f"http://127.0.0.2:{receiver.port}/hook")
    assert round_at(database, store, outside) == 1
    callback = kept(database)
    assert (callback.state, receiver.asked) == ("failed", [])
    assert "not on the public internet" in callback.response_text


def test_a_message_whose_sender_was_lost_is_sent_by_another(
    database: Database, store: BlobStore, receiver: LoopbackServer, outside: httpx2.Client
) -> None:
    told_later(database, store, receiver.on("/hook"))
    with database.system_session() as session:
        session.execute(update(Callback).values(attempts=1, next_at=NOON + LEASE))
    assert round_at(database, store, outside) == 0
    assert round_at(database, store, outside, NOON + LEASE) == 1
    with database.system_session() as session:
        session.execute(update(Callback).values(state="pending", attempts=len(DELAYS) + 1, next_at=NOON))
    assert round_at(database, store, outside) == 0
    assert (kept(database).state, len(receiver.asked)) == ("failed", 1)
