"""What happens in the storm: each ticket is one thing of those that happen to a server, at random but by its number."""

from __future__ import annotations

import contextlib
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reelwright.business.accounts.user_change import Gift, Repayment, UserChange, change_user
from reelwright.business.audit import Origin
from reelwright.business.billing.messages import take_in
from reelwright.business.credits.entries import NotEnoughCredits
from reelwright.business.credits.plans import PlanLimit
from reelwright.business.credits.tariff import Tariff
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import CreditEntry, IdempotentReply, Job, PaidCall
from reelwright.errors import InvalidInput
from reelwright.workflows.engine import Engine
from reelwright.workflows.jobs import bookkeeping
from reelwright.workflows.jobs.credit_care import tend_credits
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.lifecycle import (
    JobState,
    NewJob,
    approve_job,
    cancel_job,
    create_job,
    job_for_update,
    redo_job,
    retry_job,
)
from reelwright.workflows.jobs.turns import start_waiting
from tests.business.credits.storm.world import JOBS, World


class Crash(Exception):
    """The machine stops here: what is not committed is lost, and nobody learns of what is."""


EXPECTED = (Crash, NotEnoughCredits, PlanLimit, JobState, InvalidInput)
TICKETS = 4 * JOBS


@dataclass(frozen=True)
class Acts:
    database: Database
    engine: Engine
    tariff: Tariff
    world: World
    messages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def do(self, ticket: int) -> None:
        """One thing, and now and then the same once more: a message that comes twice, a step that is run again."""
        chance = random.Random(f"{self.world.seed} {ticket}")
        kinds: dict[Callable[[random.Random, int], None], int] = {
            self.work: 78, self.pay: 10, self.give: 4, self.repay: 4, self.change_plan: 1, self.tend: 2, self.turns: 1,
        }  # fmt: skip
        act = chance.choices(list(kinds), list(kinds.values()))[0]
        state = chance.getstate()
        for _ in range(2 if chance.random() < 0.15 else 1):
            chance.setstate(state)
            try:
                act(chance, ticket)
            except EXPECTED:
                continue

    def pay(self, chance: random.Random, ticket: int) -> None:
        take_in(self.database, self.tariff, chance.choice(self.messages))

    def give(self, chance: random.Random, ticket: int) -> None:
        gift = Gift(chance.randrange(10, 120), "a gift", f"gift {ticket}")
        self._change(chance.choice(self.world.owners), UserChange(gift=gift))

    def change_plan(self, chance: random.Random, ticket: int) -> None:
        owner = chance.choice(self.world.owners[2:])
        self._change(owner, UserChange(plan=chance.choice(("free", "pro", "studio"))))

    def repay(self, chance: random.Random, ticket: int) -> None:
        owner = chance.choice(self.world.owners)
        settled = select(CreditEntry).where(CreditEntry.owner_id == owner, CreditEntry.kind == "settle")
        with self.database.reader_of(owner) as session:
            entries = session.scalars(settled.order_by(CreditEntry.id.desc()).limit(5)).all()
        if entries:
            entry = chance.choice(entries)
            repayment = Repayment(entry.id, max(1, entry.used // 2), "sorry", f"sorry {ticket}")
            self._change(owner, UserChange(repayment=repayment))

    def tend(self, chance: random.Random, ticket: int) -> None:
        found = tend_credits(self.database, self.tariff, now() + timedelta(days=chance.choice((0, 0, 31, 62))))
        if found:
            raise AssertionError(f"in the midst of the storm: {found}")

    def turns(self, chance: random.Random, ticket: int) -> None:
        start_waiting(self.database, self.engine)

    def work(self, chance: random.Random, ticket: int) -> None:
        """A few steps of a job. Two tickets in a row mean the same one, and usually come to different hands at the same moment."""
        pair = ticket // 2
        number = pair * JOBS * 2 // TICKETS
        if pair % 3 == 0:  # one from long ago, too
            number = random.Random(f"{self.world.seed} pair {pair}").randrange(number + 1)
        for _ in range(chance.randrange(2, 6)):
            job = self.job(number)
            if job is not None:
                self.advance(job, chance, ticket)
                continue
            with contextlib.suppress(IntegrityError):  # its twin was quicker
                self.create(number)

    def create(self, number: int) -> None:
        """As a request with an ``Idempotency-Key`` does it: two at once make one job."""
        owner = self.world.owner_of(number)
        with self.database.session_of(owner) as session:
            session.add(IdempotentReply(key=f"job {number}", request_hash=""))
            session.flush()
            create_job(session, self.engine, owner, self.world.wish(number))

    def advance(self, job: Job, chance: random.Random, ticket: int) -> None:
        """The next step of a job, seen as it was a moment ago: others may have gone on with it since."""
        told, draw = (str(job.id), job.revision), chance.random()
        if job.status == "QUEUED":
            if draw < 0.05:
                self._changed(job.id, lambda session, row: cancel_job(session, row, "thought again"))
            bookkeeping.begin(*told)
        elif job.status == "PROCESSING":
            self._at_work(job, chance, ticket, draw)
        elif job.status == "WAITING_FOR_APPROVAL":
            self._waiting(job, draw)
        elif job.status == "COMPLETED":
            if draw < 0.25:
                self._redo(job, chance)
        elif draw < 0.6:
            self._changed(job.id, lambda session, row: retry_job(session, self.engine, row))
        else:
            self._redo(job, chance)

    def job(self, number: int) -> Job | None:
        with self.database.reader_of(self.world.owner_of(number)) as session:
            return session.scalar(select(Job).where(Job.batch_row == number))

    def _at_work(self, job: Job, chance: random.Random, ticket: int, draw: float) -> None:
        told = (str(job.id), job.revision)
        if draw < 0.05:
            self._changed(job.id, lambda session, row: cancel_job(session, row, "thought again"))
        elif draw < 0.15:
            bookkeeping.failed(*told, {"state": "failed", "error": {"code": "X", "message": "no"}})
        elif draw < 0.3:
            self._pay_provider(job, chance.randrange(1_000, 90_000), ticket)
        else:
            gate = next((gate for gate in job.gates if gate not in job.approved), None)
            made = {"state": "done", "result": {"duration": float(job.request["seconds"])}}
            if not bookkeeping.passed(*told, gate or KINDS[job.kind][-1].name, made):
                bookkeeping.completed(*told)

    def _waiting(self, job: Job, draw: float) -> None:
        if draw < 0.1:
            self._changed(job.id, lambda session, row: cancel_job(session, row, "thought again"))
        elif draw < 0.3:
            self._changed(
                job.id,
                lambda session, row: redo_job(session, self.engine, row, "script", NewJob(row.kind, row.request)),
            )
        else:
            self._changed(job.id, lambda session, row: approve_job(session, self.engine, row, job.stage))

    def _redo(self, job: Job, chance: random.Random) -> None:
        stage = chance.choice(KINDS[job.kind]).name
        wish = NewJob(job.kind, job.request, gates=tuple(job.gates))
        self._changed(job.id, lambda session, row: redo_job(session, self.engine, row, stage, wish))

    def _pay_provider(self, job: Job, micros: int, ticket: int) -> None:
        """A call of the job's that the server's key pays, in the books once."""
        key = f"call {ticket}"
        with self.database.session_of(job.owner_id) as session:
            row = job_for_update(session, job.id)
            known = session.scalar(select(PaidCall.id).where(PaidCall.key == key))
            if row is not None and row.status == "PROCESSING" and known is None:
                session.add(
                    PaidCall(
                        owner_id=job.owner_id, job_id=job.id, key=key, provider="luma", operation="clip", state="done", cost_micros=micros,
                    )
                )  # fmt: skip

    def _change(self, owner: uuid.UUID, change: UserChange) -> None:
        change_user(self.database, self.tariff, owner, change, actor=self.world.admin, origin=Origin())

    def _changed(self, job_id: uuid.UUID, change: Callable[[Any, Job], None]) -> None:
        with self.database.system_session() as session:
            row = job_for_update(session, job_id)
            assert row is not None
            change(session, row)
