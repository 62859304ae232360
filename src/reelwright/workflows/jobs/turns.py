"""How many of a user's jobs are at work at once, where plans say so: the others wait for their turn, and hold no worker meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from reelwright.business.credits.entries import account_of
from reelwright.business.credits.plans import has_room_for_work
from reelwright.business.credits.tariff import Tariff
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job
from reelwright.workflows.engine import Engine
from reelwright.workflows.jobs.lifecycle import queue_again

TURN = "turn"
"""The stage of a queued job that waits until others of its user have ended."""


def may_start(session: OwnedSession, tariff: Tariff | None, job: Job) -> bool:
    """Whether a queued job may begin; else it is marked to wait."""
    if tariff is None:
        return True
    account_of(session, job.owner_id)  # held, so that two jobs do not take one place
    if has_room_for_work(session, tariff, job.owner_id):
        return True
    job.stage = TURN
    return False


def start_waiting(database: Database, engine: Engine) -> int:
    """Queue the jobs whose turn has come; how many. Safe to run in several processes at once."""
    if engine.tariff is None:
        return 0
    waiting = select(Job.owner_id).where(Job.status == "QUEUED", Job.stage == TURN).distinct()
    with database.system_reader() as session:
        owners = session.scalars(waiting).all()
    started = 0
    for owner in owners:
        with database.system_session() as session:
            query = select(Job).where(Job.owner_id == owner, Job.status == "QUEUED", Job.stage == TURN)
            first = query.order_by(Job.priority, Job.created_at).limit(1)
            job = session.scalar(first.with_for_update(skip_locked=True, key_share=True))
            if job is None:
                continue
            account_of(session, owner)  # after the job, as everywhere: else two transactions could wait for each other
            if has_room_for_work(session, engine.tariff, owner):
                job.stage = ""
                queue_again(session, engine, job, "queued", {"kind": job.kind})
                started += 1
    return started
