"""The books recounted from the journal alone, by other rules than those that wrote it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from sqlalchemy import select

from reelwright.business.credits.invariants import breaches
from reelwright.business.credits.tariff import Tariff
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BillingEvent, CreditAccount, CreditEntry, CreditLot, Job, JobEvent, PaidCall
from reelwright.workflows.jobs.kinds import KINDS
from tests.business.credits.storm.acts import Acts


def recount(acts: Acts) -> None:
    with acts.database.system_reader() as session:
        assert breaches(session) == []
        entries: dict[uuid.UUID, list[CreditEntry]] = defaultdict(list)
        for entry in session.scalars(select(CreditEntry).order_by(CreditEntry.id)):
            entries[entry.owner_id].append(entry)
        for account in session.scalars(select(CreditAccount)):
            lots = session.scalars(select(CreditLot.left).where(CreditLot.owner_id == account.owner_id)).all()
            assert min(lots, default=0) >= 0
            assert account.balance == sum(lots) == _balance(entries[account.owner_id])
        _jobs(session, acts.tariff)
        _payments(session, acts, entries)


def _balance(entries: Iterable[CreditEntry]) -> int:
    """What is left in the end; at no moment was it below zero, and nothing ended twice."""
    balance, holds, settled = 0, dict[str, CreditEntry](), dict[str, int]()
    for entry in entries:
        balance += entry.amount
        assert balance >= 0, f"{balance} after {entry.key}"
        match entry.kind:
            case "grant":
                assert entry.amount > 0
            case "hold":
                assert entry.amount <= 0
                holds[entry.key] = entry
            case "settle" | "release":
                held = holds.pop(entry.of_key)  # a second end finds none
                assert entry.amount == -held.amount - entry.used
                assert entry.job_id == held.job_id
                settled[entry.key] = entry.used
            case "refund":
                assert entry.amount == -entry.used > 0
                settled[entry.of_key] -= entry.amount
                assert settled[entry.of_key] >= 0, "more given back than was charged"
            case "expire":
                assert entry.amount < 0
            case _:
                raise AssertionError(entry.kind)
    assert holds == {}
    return balance


def _jobs(session: OwnedSession, tariff: Tariff) -> None:
    """Every finished life of a job was charged once, for the stages nobody had paid for yet; every paid call once."""
    booked: dict[uuid.UUID | None, list[CreditEntry]] = defaultdict(list)
    for entry in session.scalars(select(CreditEntry).where(CreditEntry.job_id.is_not(None)).order_by(CreditEntry.id)):
        booked[entry.job_id].append(entry)
    told: dict[uuid.UUID, list[JobEvent]] = defaultdict(list)
    for event in session.scalars(select(JobEvent).order_by(JobEvent.id)):
        told[event.job_id].append(event)
    paid: dict[uuid.UUID | None, int] = defaultdict(int)
    for call in session.scalars(select(PaidCall)):
        paid[call.job_id] += call.cost_micros
    for job in session.scalars(select(Job)):
        parts, entries = _parts_done(job, told[job.id]), booked[job.id]
        assert entries, "a job that was refused was written all the same"
        settled = [entry for entry in entries if entry.kind == "settle"]
        assert len(settled) == len(parts)
        for entry, part in zip(settled, parts, strict=True):
            due = _due(tariff, job, part, int(entry.data["provider_micros"]))
            assert entry.used + entry.data.get("uncharged", 0) == due, (job.id, entry.key, part)
        charged = sum(int(entry.data["provider_micros"]) for entry in settled)
        assert charged == paid[job.id] if job.status == "COMPLETED" else charged <= paid[job.id]


def _parts_done(job: Job, events: Iterable[JobEvent]) -> list[int]:
    """Percent of the job's work that was new in each of its ends that came to something."""
    weights = {stage.name: stage.weight for stage in KINDS[job.kind]}
    names, new, parts = list(weights), set(weights), list[int]()
    for event in events:
        if event.kind == "retried" and event.data.get("from"):
            new |= set(names[names.index(event.data["from"]) :])
        elif event.kind == "completed":
            parts.append(sum(weights[name] for name in new))
            new = set()
    return parts


def _due(tariff: Tariff, job: Job, percent: int, micros: int) -> int:
    price = tariff.prices[job.kind]
    work = ceil(Fraction(price.minute * job.request["seconds"] * percent, 60 * 100))
    providers = ceil(Fraction(micros * tariff.credits_per_dollar, 1_000_000) * Fraction(str(tariff.markup)))
    return max(price.least, work) + providers


def _payments(session: OwnedSession, acts: Acts, entries: dict[uuid.UUID, list[CreditEntry]]) -> None:
    """Each thing that was paid for gave its credits once, however often and in whatever order it was told."""
    told = {message["id"] for message in acts.messages}
    assert set(session.scalars(select(BillingEvent.reference))) == told
    things = {thing["id"]: thing for message in acts.messages if (thing := message["data"]["object"])}
    given = {
        entry.key.removeprefix("stripe "): entry.amount
        for rows in entries.values()
        for entry in rows
        if entry.key.startswith("stripe ")
    }
    packs = {name: 500 for name in things if name.startswith("cs_")}
    months: dict[str, int] = {}
    for name, thing in things.items():
        if name.startswith("in_"):
            plan = thing["parent"]["subscription_details"]["metadata"]["reelwright_plan"]
            months[name] = acts.tariff.plan(plan).monthly_credits
    assert given == packs | months
    plans = {
        account.owner_id: account.plan for account in session.scalars(select(CreditAccount))
    } | acts.world.last_plans()
    assert plans == {account.owner_id: account.plan for account in session.scalars(select(CreditAccount))}
