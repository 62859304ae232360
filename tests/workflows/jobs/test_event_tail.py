"""Reading events as they come: each once and in order, however their transactions overlap."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from reelwright.database.open import Database
from reelwright.database.tables import JobEvent
from reelwright.workflows.jobs.event_tail import EventTail
from tests.databases import KINDS, ready_database
from tests.workflows.jobs.happenings import add_events, happen, new_job, new_user


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Database]:
    database = ready_database("postgresql", tmp_path)
    yield database
    database.close()


class _Undone(Exception):
    pass


def _undone(database: Database, job: uuid.UUID) -> None:
    with contextlib.suppress(_Undone), database.system_session() as session:
        add_events(session, job)
        raise _Undone


def _ids(database: Database) -> list[int]:
    with database.system_reader() as session:
        return list(session.scalars(select(JobEvent.id).order_by(JobEvent.id)))


def test_only_what_happens_after_the_beginning_is_read_and_only_once(database: Database) -> None:
    owner = new_user(database)
    job = new_job(database, owner)
    happen(database, job, "started", count=3)
    tail = EventTail(database)
    tail.begin()
    assert tail.read() == []
    happen(database, job, "completed", status="COMPLETED")
    (event,) = tail.read()
    assert (event.kind, event.job_id, event.owner_id) == ("completed", job, owner)
    assert event.data["status"] == "COMPLETED"
    assert event.id == tail.floor
    assert tail.read() == []


def test_what_was_undone_holds_nothing_up(database: Database) -> None:
    job = new_job(database, new_user(database))
    tail = EventTail(database)
    tail.begin()
    _undone(database, job)
    happen(database, job)
    _undone(database, job)
    happen(database, job)
    assert [event.id for event in tail.read()] == _ids(database)


def test_more_than_one_reading_holds_is_read_in_several(database: Database) -> None:
    job = new_job(database, new_user(database))
    tail = EventTail(database)
    tail.begin()
    happen(database, job, count=1500)
    assert [len(tail.read()) for _ in range(3)] == [1000, 500, 0]


def test_ids_are_not_used_again_when_the_newest_events_are_removed(database: Database) -> None:
    job = new_job(database, new_user(database))
    happen(database, job, count=3)
    tail = EventTail(database)
    tail.begin()
    with database.system_session() as session:
        session.execute(delete(JobEvent))
    happen(database, job)
    assert [event.id for event in tail.read()] == [4]


def test_a_later_event_waits_for_the_earlier_of_an_open_transaction(postgresql: Database) -> None:
    first, second = (new_job(postgresql, new_user(postgresql)) for _ in range(2))
    tail = EventTail(postgresql)
    tail.begin()
    with postgresql.system_session() as session:
        add_events(session, first)
        happen(postgresql, second)
        assert tail.read() == []
        begun_now = EventTail(postgresql)
        begun_now.begin()
        assert begun_now.floor == 0
    for each in (tail, begun_now):
        assert [event.job_id for event in each.read()] == [first, second]


def test_an_undone_transaction_lets_the_later_event_go(postgresql: Database) -> None:
    first, second = (new_job(postgresql, new_user(postgresql)) for _ in range(2))
    tail = EventTail(postgresql)
    tail.begin()
    with contextlib.suppress(_Undone), postgresql.system_session() as session:
        add_events(session, first)
        happen(postgresql, second)
        assert tail.read() == []
        raise _Undone
    assert [event.job_id for event in tail.read()] == [second]


def test_a_transaction_begun_after_a_gap_was_seen_does_not_prolong_it(postgresql: Database) -> None:
    jobs = [new_job(postgresql, new_user(postgresql)) for _ in range(3)]
    tail = EventTail(postgresql)
    tail.begin()
    with contextlib.suppress(_Undone), postgresql.system_session() as session:
        add_events(session, jobs[0])
        happen(postgresql, jobs[1])
        assert tail.read() == []
        other = postgresql.system_session()
        add_events(other.__enter__(), jobs[2])
        raise _Undone
    assert [event.job_id for event in tail.read()] == [jobs[1]]
    other.__exit__(None, None, None)
    assert [event.job_id for event in tail.read()] == [jobs[2]]


def test_after_patience_is_over_a_slow_transactions_event_is_told_late_and_once(postgresql: Database) -> None:
    slow, quick = (new_job(postgresql, new_user(postgresql)) for _ in range(2))
    tail = EventTail(postgresql, patience_seconds=0.0)
    tail.begin()
    with postgresql.system_session() as session:
        add_events(session, slow)
        happen(postgresql, quick)
        assert [(event.job_id, event.is_late) for event in tail.read()] == [(quick, False)]
        _undone(postgresql, quick)  # the slow transaction is known by now and holds up nobody any more
        happen(postgresql, quick)
        add_events(session, slow)
        happen(postgresql, quick)
        assert [(event.job_id, event.is_late) for event in tail.read()] == [(quick, False)] * 2
    assert [(event.job_id, event.is_late) for event in tail.read()] == [(slow, True)] * 2
    happen(postgresql, quick)
    assert [(event.job_id, event.is_late) for event in tail.read()] == [(quick, False)]


def test_every_event_of_many_writers_is_read_once_and_in_order(database: Database) -> None:
    """Writers of several events, some of them undone, and readers that begin in the middle of it."""
    owner = new_user(database)
    jobs = [new_job(database, owner) for _ in range(6)]
    first = EventTail(database)
    first.begin()
    is_over = threading.Event()
    read: dict[str, list[int]] = {"first": [], "second": []}
    began: dict[str, int] = {"first": 0}

    def write(job: uuid.UUID, seed: int) -> None:
        for turn in range(25):
            if (turn + seed) % 5 == 0:
                _undone(database, job)
            else:
                happen(database, job, count=1 + (turn + seed) % 3)

    def follow(name: str, tail: EventTail | None) -> None:
        if tail is None:
            tail = EventTail(database)
            tail.begin()
            began[name] = tail.floor
        while True:
            was_over = is_over.is_set()
            events = tail.read()
            read[name] += [event.id for event in events]
            if was_over and not events:
                return

    readers = [threading.Thread(target=follow, args=("first", first))]
    writers = [threading.Thread(target=write, args=(job, seed)) for seed, job in enumerate(jobs)]
    for thread in (*readers, *writers):
        thread.start()
    readers.append(threading.Thread(target=follow, args=("second", None)))
    readers[1].start()
    for thread in writers:
        thread.join()
    is_over.set()
    for thread in readers:
        thread.join()
    written = _ids(database)
    assert len(written) > 200
    assert read["first"] == written
    assert read["second"] == [each for each in written if each > began["second"]]
