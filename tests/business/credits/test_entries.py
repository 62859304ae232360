"""The journal of credits on both databases: whatever happens in whatever order, the sums hold and nothing is booked twice."""

from __future__ import annotations

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from reelwright.business.credits.entries import (
    Booking,
    NotEnoughCredits,
    account_of,
    end_key,
    expire,
    grant,
    hold,
    refund,
    release,
    settle,
)
from reelwright.business.credits.invariants import breaches
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import CreditEntry, CreditLot, Job, User


@pytest.fixture
def owner(database: Database) -> uuid.UUID:
    with database.system_session() as session:
        user = User(email="ann@example.com")
        session.add(user)
        session.flush()
        return user.id


def _job(database: Database, owner: uuid.UUID) -> uuid.UUID:
    with database.system_session() as session:
        job = Job(owner_id=owner, kind="render")
        session.add(job)
        session.flush()
        return job.id


def _balance(database: Database, owner: uuid.UUID) -> int:
    with database.session_of(owner) as session:
        return account_of(session, owner).balance


def _granted(database: Database, owner: uuid.UUID, credits: int, key: str = "gift", days: int | None = None) -> None:
    with database.session_of(owner) as session:
        grant(session, owner, credits, Booking(key), expires_at=None if days is None else now() + timedelta(days=days))


def test_a_hold_is_settled_by_what_was_used(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 100)
    job = _job(database, owner)
    with database.session_of(owner) as session:
        hold(session, owner, 40, Booking("job 1", job))
    assert _balance(database, owner) == 60
    with database.session_of(owner) as session:
        assert settle(session, owner, "job 1", 25) is not None
        assert settle(session, owner, "job 1", 25) is None
        assert release(session, owner, "job 1") is None
    assert _balance(database, owner) == 75
    with database.system_session() as session:
        assert breaches(session) == []


def test_what_is_not_there_is_not_held_and_nothing_is_booked(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 10)
    with pytest.raises(NotEnoughCredits, match="11 credits, and 10"), database.session_of(owner) as session:
        hold(session, owner, 11, Booking("job 1"))
    with database.session_of(owner) as session:
        assert session.scalar(select(func.count()).select_from(CreditEntry)) == 1


def test_more_than_was_held_is_taken_as_far_as_there_is_any(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 50)
    with database.session_of(owner) as session:
        hold(session, owner, 40, Booking("job 1"))
        entry = settle(session, owner, "job 1", 70)
    assert entry is not None
    assert (entry.used, entry.amount, entry.data) == (50, -10, {"uncharged": 20})
    assert _balance(database, owner) == 0


def test_what_expires_first_is_used_first_and_what_is_not_used_goes_back(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 30, "late", days=60)
    _granted(database, owner, 20, "soon", days=1)
    _granted(database, owner, 50, "for ever")
    with database.session_of(owner) as session:
        hold(session, owner, 45, Booking("job 1"))
        settle(session, owner, "job 1", 10)
        lots = session.scalars(select(CreditLot).order_by(CreditLot.expires_at.is_(None), CreditLot.expires_at)).all()
        assert [lot.left for lot in lots] == [10, 30, 50]
        assert expire(session, lots[0]) is not None
        assert expire(session, lots[0]) is None
    assert _balance(database, owner) == 80
    with database.system_session() as session:
        assert breaches(session) == []


def test_no_more_is_refunded_than_was_charged(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 50)
    with database.session_of(owner) as session:
        hold(session, owner, 40, Booking("job 1"))
        settle(session, owner, "job 1", 30)
        assert refund(session, owner, end_key("job 1"), 20, Booking("sorry")) is not None
        assert refund(session, owner, end_key("job 1"), 20, Booking("sorry")) is None
        with pytest.raises(ValueError, match="between 1 and 10"):
            refund(session, owner, end_key("job 1"), 11, Booking("sorry again"))
    assert _balance(database, owner) == 40


def test_an_entry_cannot_be_altered(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 50)
    with pytest.raises(RuntimeError, match="cannot be altered"), database.session_of(owner) as session:
        session.scalars(select(CreditEntry)).one().amount = 5000


def test_a_breach_is_found(database: Database, owner: uuid.UUID) -> None:
    _granted(database, owner, 50)
    with database.session_of(owner) as session:
        hold(session, owner, 5, Booking("lost"))
        account_of(session, owner).balance += 1
    with database.system_session() as session:
        rules = sorted(breach.rule for breach in breaches(session))
    assert rules == [
        "no hold is open without work", "the entries add up to the balance", "the lots add up to the balance",
    ]  # fmt: skip


def test_the_books_are_looked_at_as_they_were_at_one_moment(database: Database, owner: uuid.UUID) -> None:
    """What is booked between two statements of the look is no breach."""
    _granted(database, owner, 50)
    total = select(func.sum(CreditEntry.amount))
    with database.system_snapshot() as session:
        assert session.scalar(total) == 50
        _granted(database, owner, 7, "meanwhile")
        assert session.scalar(total) == 50
        assert breaches(session) == []
    assert _balance(database, owner) == 57


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_at_once_and_again_the_books_are_right(
    database: Database, owner: uuid.UUID, seed: int
) -> None:
    """Many at a time, each act repeated at random as after a crash or a message that came twice."""
    jobs = [_job(database, owner) for _ in range(60)]
    used: dict[int, int] = {}

    def act(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        for _ in range(chance.choice((1, 1, 2))):
            _granted(database, owner, 1 + number % 7, f"gift {number}", days=chance.choice((None, -1, 5)))
        amount, actual = chance.randrange(0, 9), chance.randrange(0, 12)
        try:
            for _ in range(chance.choice((1, 2))):
                with database.session_of(owner) as session:
                    hold(session, owner, amount, Booking(f"job {number}", jobs[number]))
        except NotEnoughCredits:
            return
        ends = [chance.choice(("settle", "release")) for _ in range(chance.choice((1, 2)))]
        for end in ends:
            with database.session_of(owner) as session:
                entry = (
                    settle(session, owner, f"job {number}", actual)
                    if end == "settle"
                    else release(session, owner, f"job {number}")
                )
                if entry is not None:
                    used[number] = entry.used
        with database.system_session() as session:
            over = session.scalars(select(CreditLot).where(CreditLot.expires_at < now(), CreditLot.left > 0)).first()
            if over is not None:
                expire(session, over)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(60)))
    with database.system_session() as session:
        assert breaches(session) == []
        total = session.scalar(select(func.sum(CreditEntry.used)))
        kinds = set(session.scalars(select(CreditEntry.kind)))
    assert int(total or 0) == sum(used.values())
    assert {"grant", "hold", "settle", "release", "expire"} == kinds
    assert _balance(database, owner) >= 0
