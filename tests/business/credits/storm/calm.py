"""What a server does once the storm is over: what Stripe was not answered it tells again, and every job comes to its end."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from reelwright.business.billing.messages import take_in
from reelwright.business.credits.entries import NotEnoughCredits
from reelwright.database.columns import now
from reelwright.database.tables import Job
from reelwright.workflows.jobs import bookkeeping
from reelwright.workflows.jobs.credit_care import tend_credits
from reelwright.workflows.jobs.lifecycle import approve_job, job_for_update
from reelwright.workflows.jobs.turns import start_waiting
from tests.business.credits.storm.acts import Acts

_ROUNDS = 1000


def calm_down(acts: Acts) -> None:
    for told in random.Random(acts.world.seed).sample(acts.messages, len(acts.messages)):
        take_in(acts.database, acts.tariff, told)
    for _ in range(_ROUNDS):
        with acts.database.system_reader() as session:
            jobs = session.scalars(
                select(Job).where(Job.status.in_(("QUEUED", "PROCESSING", "WAITING_FOR_APPROVAL")))
            ).all()
        if not jobs:
            break
        for job in jobs:
            _go_on(acts, job)
        start_waiting(acts.database, acts.engine)
    else:
        raise AssertionError(f"{len(jobs)} jobs never end")
    assert tend_credits(acts.database, acts.tariff, now() + timedelta(days=1)) == []


def _go_on(acts: Acts, job: Job) -> None:
    if job.status == "WAITING_FOR_APPROVAL":
        with acts.database.system_session() as session, suppress(NotEnoughCredits):
            row = job_for_update(session, job.id)
            assert row is not None
            approve_job(session, acts.engine, row, row.stage)
        return
    bookkeeping.begin(str(job.id), job.revision)
    bookkeeping.completed(str(job.id), job.revision)
