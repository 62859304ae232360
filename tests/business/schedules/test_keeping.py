"""Schedules added, changed, and run out of turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reelwright.business.schedules import keeping
from reelwright.business.schedules.keeping import Plan, add_schedule, change_schedule, plan_of, run_soon
from reelwright.database.open import Database
from reelwright.database.tables import Schedule
from reelwright.errors import InvalidInput, LimitExceeded
from tests.business.people import new_user

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PLAN = Plan("Morning news", "30 6 * * *", "Europe/Berlin", "make", {"source": "news.md"})


def test_a_schedule_knows_its_next_moment_and_belongs_to_its_maker(database: Database) -> None:
    ann, bob = new_user(database, "ann"), new_user(database, "bob")
    with database.session_of(ann) as session:
        schedule = add_schedule(session, PLAN, NOW)
    with database.reader_of(ann) as session:
        kept = session.get_one(Schedule, schedule.id)
        assert kept.next_at == datetime(2026, 5, 2, 4, 30, tzinfo=UTC)
        assert plan_of(kept) == PLAN
    with database.reader_of(bob) as session:
        assert session.get(Schedule, schedule.id) is None


def test_only_a_change_of_time_or_activity_moves_the_next_moment(database: Database) -> None:
    with database.session_of(new_user(database)) as session:
        schedule = add_schedule(session, PLAN, NOW)
        run_soon(session, schedule, NOW)
        change_schedule(session, schedule, replace(PLAN, name="News", request={"source": "b.md"}), NOW)
        assert (schedule.name, schedule.request, schedule.next_at) == ("News", {"source": "b.md"}, NOW)
        change_schedule(session, schedule, replace(PLAN, timezone="UTC"), NOW)
        assert schedule.next_at == datetime(2026, 5, 2, 6, 30, tzinfo=UTC)
        change_schedule(session, schedule, replace(PLAN, is_active=False), NOW)
        assert schedule.next_at is None
        change_schedule(session, schedule, PLAN, NOW)
        assert schedule.next_at == datetime(2026, 5, 2, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "}, {"name": "x" * 201}, {"name": "a\x00b"}, {"cron": "* * * *"}, {"timezone": "Mars/Olympus"}, {"kind": "party"},
        {"request": {"a": "\x00"}},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(database: Database, change: dict[str, object]) -> None:
    with database.session_of(new_user(database)) as session, pytest.raises(InvalidInput):
        add_schedule(session, replace(PLAN, **change), NOW)


def test_too_many_are_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_SCHEDULES", 1)
    with database.session_of(new_user(database)) as session:
        add_schedule(session, PLAN, NOW)
        with pytest.raises(LimitExceeded):
            add_schedule(session, PLAN, NOW)
