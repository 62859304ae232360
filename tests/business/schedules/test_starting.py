"""Due schedules and the jobs they start."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from reelwright.business.schedules.keeping import Plan, add_schedule, change_schedule, plan_of, run_soon
from reelwright.business.schedules.starting import start_due
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Schedule, User
from reelwright.errors import InvalidInput
from tests.business.people import new_user

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOURLY = Plan("Hourly", "0 * * * *", "UTC", "make", {"source": "news.md"})


def start_job(session: OwnedSession, schedule: Schedule) -> uuid.UUID:
    job = Job(kind=schedule.kind, request=schedule.request)
    session.add(job)
    session.flush()
    return job.id


def _add(database: Database, owner: uuid.UUID, plan: Plan = HOURLY, at: datetime = NOW) -> uuid.UUID:
    with database.session_of(owner) as session:
        return add_schedule(session, plan, at).id


def _kept(database: Database, schedule: uuid.UUID) -> Schedule:
    with database.system_reader() as session:
        return session.get_one(Schedule, schedule)


def _jobs(database: Database) -> int:
    with database.system_reader() as session:
        return session.scalar(select(func.count()).select_from(Job)) or 0


def test_a_due_schedule_starts_its_owners_job_once_and_moves_on(database: Database) -> None:
    ann = new_user(database)
    schedule = _add(database, ann)
    assert start_due(database, start_job, lambda: NOW + timedelta(minutes=59)) == 0
    at = NOW + timedelta(hours=1)
    assert start_due(database, start_job, lambda: at) == 1
    assert start_due(database, start_job, lambda: at) == 0
    kept = _kept(database, schedule)
    assert (kept.next_at, kept.last_error) == (at + timedelta(hours=1), "")
    with database.system_reader() as session:
        job = session.scalars(select(Job)).one()
        assert (job.id, job.owner_id, job.request) == (kept.last_job_id, ann, {"source": "news.md"})


def test_moments_missed_while_down_become_one_job(database: Database) -> None:
    schedule = _add(database, new_user(database))
    at = NOW + timedelta(days=3, minutes=20)
    assert start_due(database, start_job, lambda: at) == 1
    assert start_due(database, start_job, lambda: at) == 0
    assert _kept(database, schedule).next_at == NOW + timedelta(days=3, hours=1)
    assert _jobs(database) == 1


def test_a_job_that_cannot_be_started_leaves_a_reason_and_nothing_else(database: Database) -> None:
    def refuse(session: OwnedSession, schedule: Schedule) -> uuid.UUID:
        start_job(session, schedule)
        raise InvalidInput("the month's budget is used up")

    schedule = _add(database, new_user(database))
    at = NOW + timedelta(hours=1)
    assert start_due(database, refuse, lambda: at) == 1
    kept = _kept(database, schedule)
    assert (kept.last_error, kept.last_job_id) == ("the month's budget is used up", None)
    assert kept.next_at == at + timedelta(hours=1)
    assert _jobs(database) == 0
    assert start_due(database, start_job, lambda: at + timedelta(hours=1)) == 1
    assert _kept(database, schedule).last_error == ""


def test_a_fault_of_ours_in_one_schedule_does_not_hold_up_the_others(database: Database) -> None:
    ann = new_user(database)
    faulty = _add(database, ann, Plan("Faulty", "0 * * * *", "UTC", "render", {}))
    fine = _add(database, ann)

    def start(session: OwnedSession, schedule: Schedule) -> uuid.UUID:
        job = start_job(session, schedule)
        if schedule.kind == "render":
            session.add(Job(id=job, kind="the same key again"))
            session.flush()
        return job

    assert start_due(database, start, lambda: NOW + timedelta(hours=1)) == 2
    assert "went wrong" in _kept(database, faulty).last_error
    assert _kept(database, faulty).next_at == NOW + timedelta(hours=2)
    assert _kept(database, fine).last_job_id is not None
    assert _jobs(database) == 1


def test_a_job_cannot_be_made_for_another_user(database: Database) -> None:
    bob = new_user(database, "bob")
    schedule = _add(database, new_user(database, "ann"))

    def plant(session: OwnedSession, schedule: Schedule) -> uuid.UUID:
        session.add(Job(owner_id=bob, kind="make"))
        session.flush()
        return uuid.uuid4()

    start_due(database, plant, lambda: NOW + timedelta(hours=1))
    assert "went wrong" in _kept(database, schedule).last_error
    assert _jobs(database) == 0


def test_two_workers_start_each_schedule_once(database: Database) -> None:
    owners = [new_user(database, f"user{number}") for number in range(3)]
    for number in range(24):
        _add(database, owners[number % 3])
    begin, counts, faults = threading.Barrier(2), [], []

    def work() -> None:
        try:
            begin.wait()
            counts.extend(start_due(database, start_job, lambda: NOW + timedelta(hours=1)) for _ in range(3))
        except BaseException as fault:
            faults.append(fault)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert (sum(counts), _jobs(database)) == (24, 24)


def test_one_that_is_switched_off_runs_only_when_asked_for(database: Database) -> None:
    ann = new_user(database)
    schedule = _add(database, ann, Plan("Off", "0 * * * *", "UTC", "make", {}, is_active=False))
    assert start_due(database, start_job, lambda: NOW + timedelta(days=1)) == 0
    with database.session_of(ann) as session:
        run_soon(session, session.get_one(Schedule, schedule), NOW)
    assert start_due(database, start_job, lambda: NOW) == 1
    assert start_due(database, start_job, lambda: NOW + timedelta(days=1)) == 0
    assert _kept(database, schedule).next_at is None


def test_a_run_out_of_turn_leaves_the_next_moment_as_it_was(database: Database) -> None:
    ann = new_user(database)
    schedule = _add(database, ann)
    with database.session_of(ann) as session:
        run_soon(session, session.get_one(Schedule, schedule), NOW + timedelta(minutes=10))
    assert start_due(database, start_job, lambda: NOW + timedelta(minutes=10)) == 1
    assert _kept(database, schedule).next_at == NOW + timedelta(hours=1)


def test_a_change_while_it_is_due_is_followed(database: Database) -> None:
    ann = new_user(database)
    schedule = _add(database, ann)
    at = NOW + timedelta(hours=1)
    with database.session_of(ann) as session:
        row = session.get_one(Schedule, schedule)
        plan = plan_of(row)
        change_schedule(session, row, Plan(plan.name, "0 20 * * *", plan.timezone, plan.kind, plan.request), at)
    assert start_due(database, start_job, lambda: at) == 0


def test_schedules_of_a_user_who_is_locked_out_wait(database: Database) -> None:
    ann = new_user(database)
    _add(database, ann)
    with database.system_session() as session:
        session.execute(update(User).where(User.id == ann).values(is_active=False))
    assert start_due(database, start_job, lambda: NOW + timedelta(days=1)) == 0


def test_a_zone_that_is_known_no_more_switches_its_schedule_off_with_a_reason(database: Database) -> None:
    schedule = _add(database, new_user(database))
    with database.system_session() as session:
        session.execute(update(Schedule).values(timezone="Mars/Olympus"))
    assert start_due(database, start_job, lambda: NOW + timedelta(hours=1)) == 1
    kept = _kept(database, schedule)
    assert (kept.is_active, kept.next_at) == (False, None)
    assert "no time zone" in kept.last_error
