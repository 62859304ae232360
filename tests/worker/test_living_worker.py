"""What only a worker in a process of its own shows: signs of life, findings of moderators, mails, a user's export; on both databases."""

from __future__ import annotations

import json
import signal
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from reelwright.api.routes.jobs import retry_again
from reelwright.business.admin.worker_beats import ALIVE, beats, is_alive
from reelwright.business.audit import Origin
from reelwright.business.credits.entries import Booking, account_of, grant, hold, settle
from reelwright.business.moderation.flagged import decide
from reelwright.database.columns import now
from reelwright.database.tables import Mail, ModerationItem, User, WorkerBeat
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from tests.databases import KINDS, database_url
from tests.workflows.jobs.work_set import Fleet, fleet, wait_for

pytestmark = pytest.mark.slow
_PATIENCE_SECONDS = 120


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fleet]:
    words = tmp_path / "words.txt"
    words.write_text("[other]\nour competitor\n")
    settings = {"BILLING": "1", "MODERATION": "word-list", "WORD_LIST_FILE": str(words)}
    with fleet(tmp_path, database_url(request.param, tmp_path), **settings) as made:
        yield made


def _person(made: Fleet, credits: int = 1000) -> uuid.UUID:
    with made.platform.database.system_session() as session:
        user = User(email="ann@example.com")
        session.add(user)
        session.flush()
        grant(session, user.id, credits, Booking("to begin with"))
        return user.id


def _job(made: Fleet, owner: uuid.UUID, kind: str, **request: object) -> uuid.UUID:
    with made.platform.database.session_of(owner) as session:
        return create_job(session, made.platform.engine, owner, NewJob(kind, dict(request))).id


def _until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _beats(made: Fleet) -> list[WorkerBeat]:
    with made.platform.database.system_reader() as session:
        return beats(session)


def test_a_worker_gives_signs_of_life_until_it_is_stopped_or_lost(made: Fleet) -> None:
    made.start("one")
    _until(lambda: _beats(made))
    (first,) = _beats(made)
    assert first.name.endswith("-one")
    assert set(first.queues) >= {"jobs", "cpu", "gpu", "io"}
    assert first.disk_free_bytes > 0
    assert is_alive(first, now())
    _until(lambda: _beats(made)[0].beat_at > first.beat_at)
    made.kill("one")
    (lost,) = _beats(made)
    assert not is_alive(lost, lost.beat_at + ALIVE + timedelta(seconds=1))
    made.start("one")
    _until(lambda: _beats(made)[0].started_at > first.started_at)
    made.workers["one"].send_signal(signal.SIGTERM)
    made.workers["one"].wait(_PATIENCE_SECONDS)
    assert _beats(made) == []


def test_what_a_moderator_finds_in_a_job_is_written_down_and_let_through_when_allowed(made: Fleet) -> None:
    owner = _person(made)
    job = _job(made, owner, "speech", text="We are better than our competitor.", format="wav")
    made.start()
    (ended,) = wait_for(made.platform, [job])
    assert ended.status == "FAILED"
    assert (ended.error or {})["code"] == "CONTENT_REFUSED"
    with made.platform.database.session_of(owner) as session:
        item = session.scalars(select(ModerationItem)).one()
        assert (item.job_id, item.moderator, item.categories, item.times) == (job, "word-list", ["other"], 1)
        assert "our competitor" in item.excerpt
    with made.platform.database.system_session() as session:
        decide(session, item.id, "allowed", "it is an advertisement", actor=owner, origin=Origin())
    retry_again(made.platform, owner, job)
    assert wait_for(made.platform, [job])[0].status == "COMPLETED"


def test_who_has_few_credits_left_gets_one_mail(made: Fleet, tmp_path: Path) -> None:
    owner = _person(made, 30)
    with made.platform.database.session_of(owner) as session:
        account_of(session, owner).granted_until = now() + timedelta(days=9)  # no month's credits come to the rescue
        hold(session, owner, 25, Booking("work"))
        settle(session, owner, "work", 25)
    for name in ("one", "two") if not made.platform.database.is_sqlite else ("one",):
        made.start(name)
    folder = tmp_path / "mail"
    _until(lambda: list(folder.glob("*.eml")))
    (path,) = folder.glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("ann@example.com", "Your credits run low")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "5 credits" in body.get_content()
    with made.platform.database.system_reader() as session:
        assert [each.kind for each in session.scalars(select(Mail))] == ["low_balance"]


def test_everything_of_a_user_is_gathered_by_a_worker(made: Fleet, tmp_path: Path) -> None:
    owner = _person(made)
    made.start()
    said = _job(made, owner, "speech", text="My bees buzz.", format="wav")
    assert wait_for(made.platform, [said])[0].status == "COMPLETED"
    (done,) = wait_for(made.platform, [_job(made, owner, "export")])
    assert done.status == "COMPLETED", done.error
    (row,) = (done.result or {})["outputs"]
    path = tmp_path / "data.zip"
    path.write_bytes(b"".join(made.platform.store.read(row["key"])))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        jobs = json.loads(archive.read("data/jobs.json"))
        entries = json.loads(archive.read("data/credit_entries.json"))
    assert {each["kind"] for each in jobs} == {"speech", "export"}
    assert {"grant", "hold", "settle"} <= {each["kind"] for each in entries}
    with made.platform.database.system_reader() as session:
        assert "export" in set(session.scalars(select(Mail.kind)))
