"""The feed of one process."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from reelwright.api.live.feed import Feed
from reelwright.api.live.listener import Lagging, Listener
from reelwright.database.open import Database
from tests.databases import KINDS, ready_database
from tests.workflows.jobs.happenings import happen, new_job, new_user


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_that_fails_for_a_while_costs_no_event(kind: str, tmp_path: Path) -> None:
    database = ready_database(kind, tmp_path)
    owner = new_user(database)
    job = new_job(database, owner)

    async def listen() -> list[int]:
        feed = Feed(database, 0.02)
        listener = Listener(lambda _event: True, 100)
        await asyncio.to_thread(feed.join, owner, listener)
        happen(database, job)
        told = [(await listener.next()).id]
        _rename(database, "job_events", "elsewhere")
        await asyncio.sleep(0.2)
        _rename(database, "elsewhere", "job_events")
        happen(database, job)
        told.append((await listener.next()).id)
        feed.leave(owner, listener)
        return told

    assert asyncio.run(listen()) == [1, 2]
    database.close()


def test_what_waits_for_a_listener_is_bounded_and_begun_anew_by_nobody_else(tmp_path: Path) -> None:
    database = ready_database("sqlite", tmp_path)
    owner, other = new_user(database), new_user(database)

    async def listen() -> None:
        feed = Feed(database, 0.02)
        slow, quick = Listener(lambda _event: True, 3), Listener(lambda _event: True, 100)
        foreign = Listener(lambda _event: True, 100)
        for listener, user in ((slow, owner), (quick, owner), (foreign, other)):
            await asyncio.to_thread(feed.join, user, listener)
        happen(database, new_job(database, owner), count=4)
        assert [(await quick.next()).id for _ in range(4)] == [1, 2, 3, 4]
        with pytest.raises(Lagging):
            await slow.next()
        happen(database, new_job(database, other))
        assert (await foreign.next()).owner_id == other
        for listener, user in ((slow, owner), (quick, owner), (foreign, other), (foreign, uuid.uuid4())):
            feed.leave(user, listener)

    asyncio.run(listen())
    database.close()


def _rename(database: Database, old: str, new: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
