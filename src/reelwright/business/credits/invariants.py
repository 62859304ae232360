"""What must always hold of the books of credits, looked at on a schedule."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import aliased

from reelwright.business.credits.entries import end_key
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditAccount, CreditEntry, CreditLot, Job

_ENDED = ("COMPLETED", "FAILED", "CANCELLED")


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold, of which user's books, in words."""

    rule: str
    owner: str
    detail: str


def breaches(session: OwnedSession) -> list[Breach]:
    """Everything that is wrong, in a snapshot of the system: between two moments sums differ. An empty list is the usual answer."""
    return [*_sums(session), *_settlements(session), *_holds(session)]


def _sums(session: OwnedSession) -> list[Breach]:
    """The entries and the lots add up to the balance, and none is negative."""
    entries, left = (
        {row[0]: row[1] for row in session.execute(select(of.owner_id, func.sum(amount)).group_by(of.owner_id))}
        for of, amount in ((CreditEntry, CreditEntry.amount), (CreditLot, CreditLot.left))
    )
    found: list[Breach] = []
    for account in session.scalars(select(CreditAccount)):
        owner, balance = account.owner_id, account.balance
        for name, total in (("entries", int(entries.get(owner) or 0)), ("lots", int(left.get(owner) or 0))):
            if total != balance:
                found.append(Breach(f"the {name} add up to the balance", str(owner), f"{total} against {balance}"))
        if balance < 0:
            found.append(Breach("a balance is not negative", str(owner), str(balance)))
    return found


def _settlements(session: OwnedSession) -> list[Breach]:
    """Whatever ended a hold belongs to one, and gives back what that did not use."""
    held = aliased(CreditEntry)
    query = (
        select(CreditEntry, held)
        .outerjoin(held, (held.owner_id == CreditEntry.owner_id) & (held.key == CreditEntry.of_key))
        .where(CreditEntry.kind.in_(("settle", "release")))
    )
    found: list[Breach] = []
    for entry, hold in session.execute(query):
        if hold is None or hold.kind != "hold":
            found.append(Breach("nothing is settled without a hold", str(entry.owner_id), entry.key))
        elif hold.amount + entry.amount != -entry.used:
            found.append(Breach("a settlement gives back what was not used", str(entry.owner_id), entry.key))
    return found


def _holds(session: OwnedSession) -> list[Breach]:
    """An open hold has a job that is still to end."""
    found: list[Breach] = []
    for entry, status in session.execute(open_holds(Job.status.is_(None) | Job.status.in_(_ENDED))):
        found.append(Breach("no hold is open without work", str(entry.owner_id), f"{entry.key}: {status or 'no job'}"))
    return found


def open_holds(narrowed: ColumnElement[bool]):
    """Entries with the status of their jobs, for holds nothing has ended (found by the key its end would have, which is indexed)."""
    ended = aliased(CreditEntry)
    return (
        select(CreditEntry, cast(Job.status, String))
        .outerjoin(Job, Job.id == CreditEntry.job_id)
        .outerjoin(ended, (ended.owner_id == CreditEntry.owner_id) & (ended.key == end_key(CreditEntry.key)))
        .where(CreditEntry.kind == "hold", ended.id.is_(None), narrowed)
    )
