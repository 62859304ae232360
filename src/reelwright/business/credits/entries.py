"""The journal of credits: grant, hold, settle, release, refund, expire. Each is one transaction's work, and is booked once.

A user's balance is what is free to be used. A hold takes its whole amount from it; its one end gives back what was not needed
(a settlement) or everything (a release). So the amounts of all entries add up to the balance, which is never negative.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from reelwright.business.credits import lots
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditAccount, CreditEntry, CreditLot
from reelwright.errors import ReelwrightError

_END = "end of "
"""A settlement and a release of one hold have the same key, so that only one of them can be."""


class NotEnoughCredits(ReelwrightError):
    """The balance does not cover it."""

    code = "NOT_ENOUGH_CREDITS"


@dataclass(frozen=True)
class Booking:
    """What an entry says beside its amount. ``key`` is unique to the user."""

    key: str
    job_id: uuid.UUID | None = None
    note: str = ""
    data: dict[str, Any] | None = None


def account_of(session: OwnedSession, owner: uuid.UUID) -> CreditAccount:
    """The user's account, held until the transaction ends; opened when there is none yet."""
    account = _held(session, owner)
    if account is None:
        insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
        opened = {"id": uuid.uuid4(), "owner_id": owner, "plan": "free", "balance": 0, "created_at": now()}
        session.execute(insert(CreditAccount).values(**opened, updated_at=now()).on_conflict_do_nothing())
        account = _held(session, owner)
    assert account is not None
    return account


def grant(
    session: OwnedSession, owner: uuid.UUID, credits: int, booking: Booking, *, expires_at: datetime | None = None
) -> CreditEntry | None:
    """Give credits; ``None`` when this was booked before. Raises ``ValueError`` for less than one."""
    if credits < 1:
        raise ValueError("a grant has at least one credit")
    account = account_of(session, owner)
    if entry_of(session, owner, booking.key) is not None:
        return None
    lot = lots.add(session, owner, credits, expires_at)
    return _book(session, account, "grant", credits, booking, of_lots={"lot": str(lot.id)})


def hold(session: OwnedSession, owner: uuid.UUID, credits: int, booking: Booking) -> CreditEntry:
    """Set credits aside; an earlier hold of this key is answered as it is. Raises ``NotEnoughCredits``."""
    if credits < 0:
        raise ValueError("a hold is not negative")
    account = account_of(session, owner)
    known = entry_of(session, owner, booking.key)
    if known is not None:
        return known
    if credits > account.balance:
        raise NotEnoughCredits(
            f"this may take {credits} credits, and {account.balance} are left",
            hint="top up, or choose something shorter",
        )
    taken = lots.take(session, owner, credits)
    return _book(session, account, "hold", -credits, booking, of_lots={"lots": taken})


def settle(
    session: OwnedSession, owner: uuid.UUID, hold_key: str, used: int, note: str = "", data: dict[str, Any] | None = None
) -> CreditEntry | None:  # fmt: skip
    """End a hold by what was really used. ``None`` when it has ended, or there is none.

    More than was held is taken from the balance as far as that goes; the rest is the house's, and written down as ``uncharged``.
    """
    if used < 0:
        raise ValueError("what was used is not negative")
    account = account_of(session, owner)
    held = _open_hold(session, owner, hold_key)
    if held is None:
        return None
    charged = min(used, -held.amount + account.balance)
    told = (data or {}) | ({"uncharged": used - charged} if charged < used else {})
    return _end(session, account, held, "settle", charged, Booking(end_key(hold_key), held.job_id, note, told))


def release(session: OwnedSession, owner: uuid.UUID, hold_key: str, because: str = "") -> CreditEntry | None:
    """End a hold and give all of it back. ``None`` when it has ended, or there is none."""
    account = account_of(session, owner)
    held = _open_hold(session, owner, hold_key)
    if held is None:
        return None
    return _end(session, account, held, "release", 0, Booking(end_key(hold_key), held.job_id, because))


def refund(
    session: OwnedSession, owner: uuid.UUID, settle_key: str, credits: int, booking: Booking
) -> CreditEntry | None:
    """Give back of what a settlement charged. ``None`` when this was booked before. Raises ``ValueError`` for more than is left of it."""
    account = account_of(session, owner)
    if entry_of(session, owner, booking.key) is not None:
        return None
    settled = entry_of(session, owner, settle_key)
    if settled is None or settled.kind != "settle":
        raise ValueError("there is no such settlement")
    rows = session.scalars(select(CreditEntry).where(CreditEntry.owner_id == owner, CreditEntry.of_key == settle_key))
    left = settled.used + sum(row.used for row in rows if row.kind == "refund")
    if not 0 < credits <= left:
        raise ValueError(f"between 1 and {left} credits of it can be given back")
    lots.add(session, owner, credits, None)
    return _book(session, account, "refund", credits, booking, of_key=settle_key, used=-credits)


def expire(session: OwnedSession, lot: CreditLot) -> CreditEntry | None:
    """Take away what is left of a lot whose time is over. ``None`` when nothing is."""
    account = account_of(session, lot.owner_id)
    session.refresh(lot, with_for_update=True)
    if lot.left == 0:
        return None
    gone, lot.left = lot.left, 0
    count = session.scalars(
        select(CreditEntry.id).where(CreditEntry.owner_id == lot.owner_id, CreditEntry.of_key == str(lot.id))
    ).all()
    booking = Booking(f"expiry {len(count) + 1} of {lot.id}", note="not used in time")
    return _book(session, account, "expire", -gone, booking, of_key=str(lot.id))


@overload
def end_key(hold_key: str) -> str: ...
@overload
def end_key(hold_key: InstrumentedAttribute[str]) -> ColumnElement[str]: ...
def end_key(hold_key: str | InstrumentedAttribute[str]) -> str | ColumnElement[str]:
    """The key of the entry that ends a hold."""
    return _END + hold_key


def entry_of(session: OwnedSession, owner: uuid.UUID, key: str) -> CreditEntry | None:
    return session.scalar(select(CreditEntry).where(CreditEntry.owner_id == owner, CreditEntry.key == key))


def _held(session: OwnedSession, owner: uuid.UUID) -> CreditAccount | None:
    query = select(CreditAccount).where(CreditAccount.owner_id == owner).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def _open_hold(session: OwnedSession, owner: uuid.UUID, hold_key: str) -> CreditEntry | None:
    held = entry_of(session, owner, hold_key)
    is_open = held is not None and held.kind == "hold" and entry_of(session, owner, end_key(hold_key)) is None
    return held if is_open else None


def _end(
    session: OwnedSession, account: CreditAccount, held: CreditEntry, kind: str, charged: int, booking: Booking
) -> CreditEntry:
    taken: list[list[Any]] = held.data["lots"]
    if charged > -held.amount:
        taken = taken + lots.take(session, account.owner_id, charged + held.amount)
    lots.give_back(session, taken, sum(amount for _, amount in taken) - charged)
    return _book(session, account, kind, -held.amount - charged, booking, of_key=held.key, used=charged)


def _book(
    session: OwnedSession, account: CreditAccount, kind: str, amount: int, booking: Booking, *, of_key: str = "", used: int = 0,
    of_lots: dict[str, Any] | None = None,
) -> CreditEntry:  # fmt: skip
    account.balance += amount
    entry = CreditEntry(
        owner_id=account.owner_id, key=booking.key, kind=kind, amount=amount, used=used, of_key=of_key, job_id=booking.job_id,
        note=booking.note[:300], data=(booking.data or {}) | (of_lots or {}),
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry
