"""Money: credits as an append-only journal, the lots they came in, and what a payment service keeps of a customer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row, now


class CreditAccount(Row, Owned, Base):
    """A user's credits in all. Whoever changes them holds this row, so that two changes never cross."""

    __tablename__ = "credit_accounts"
    __table_args__ = (UniqueConstraint("owner_id"),)

    plan: Mapped[str] = mapped_column(String(40), default="free")
    balance: Mapped[int] = mapped_column(BigInteger, default=0)
    """Credits free to be used: the sum of the entries' amounts, and of what is left in the lots."""
    customer: Mapped[str | None] = mapped_column(String(100), unique=True)
    """The payment service's name of the user."""
    granted_until: Mapped[datetime | None] = mapped_column()
    """The end of the month the plan's credits were given for."""


class CreditEntry(Owned, Base):
    """One change of a balance, never altered. ``key`` is unique to a user, so that nothing is booked twice."""

    __tablename__ = "credit_entries"
    __table_args__ = (UniqueConstraint("owner_id", "key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    """``grant``, ``hold``, ``settle``, ``release``, ``refund`` or ``expire``."""
    amount: Mapped[int] = mapped_column(BigInteger)
    """Credits more (or fewer) to use: a hold's is negative, a settlement's is what it gives back of the hold."""
    used: Mapped[int] = mapped_column(BigInteger, default=0)
    """Credits this entry charged for good; a refund's is negative."""
    of_key: Mapped[str] = mapped_column(String(200), default="")
    """The hold that is settled or released, the settlement that is refunded, the lot that expired."""
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)


class CreditLot(Row, Owned, Base):
    """Credits that were granted together, and how many of them are left. Those that expire first are used first."""

    __tablename__ = "credit_lots"

    left: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)


class Subscription(Row, Owned, Base):
    """A plan that is paid for again and again, as the payment service last told it."""

    __tablename__ = "subscriptions"

    reference: Mapped[str] = mapped_column(String(100), unique=True)
    plan: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(30))
    """``active``, ``trialing``, ``past_due``, ``canceled``, ``incomplete`` …: the payment service's words."""
    period_ends_at: Mapped[datetime | None] = mapped_column()
    ends_with_period: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None] = mapped_column()
    """When the payment service said so; older news is not taken over."""


class Invoice(Row, Owned, Base):
    """A bill of the payment service. Amounts are in the currency's smallest unit."""

    __tablename__ = "invoices"

    reference: Mapped[str] = mapped_column(String(100), unique=True)
    number: Mapped[str] = mapped_column(String(100), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(30))
    issued_at: Mapped[datetime] = mapped_column()
    page_url: Mapped[str] = mapped_column(String(1000), default="")
    pdf_url: Mapped[str] = mapped_column(String(1000), default="")


class BillingEvent(Row, Base):
    """A message of the payment service that was acted on: its repetition changes nothing."""

    __tablename__ = "billing_events"

    reference: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(100))


@event.listens_for(CreditEntry, "before_update")
def _is_final(_mapper: Any, _connection: Any, entry: CreditEntry) -> None:
    raise RuntimeError(f"credit entry {entry.id} cannot be altered: book another one")
