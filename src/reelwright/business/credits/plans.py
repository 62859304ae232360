"""A user's plan: changing it, and the credits it gives every month."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select

from reelwright.business.credits.entries import Booking, account_of, grant
from reelwright.business.credits.tariff import FREE, Plan, Tariff
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditAccount, Job, User
from reelwright.errors import ReelwrightError

_MONTH = timedelta(days=30)


class PlanLimit(ReelwrightError):
    """The plan does not go so far."""

    code = "PLAN_LIMIT"


def change_plan(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, name: str) -> CreditAccount:
    """Give the user another plan, from now on; its room for files comes with it. Credits already there stay."""
    account = account_of(session, owner)
    plan = tariff.plan(name)
    account.plan = plan.name
    user = session.get(User, owner)
    if user is not None:
        user.storage_limit_bytes = plan.storage_bytes
    return account


def grant_month(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, moment: datetime) -> bool:
    """The free plan's credits for the thirty days that begin, once; whether they were due. They expire with that time.

    A paid plan's month begins with its payment: ``grant_paid_month``.
    """
    account = account_of(session, owner)
    plan = tariff.plan(account.plan)
    if plan.name != FREE or (account.granted_until is not None and account.granted_until > moment):
        return False
    booking = Booking(f"month of {plan.name} from {moment:%Y-%m-%d}", note=_note(plan))
    return _given(session, account, plan.monthly_credits, booking, moment + _MONTH)


def grant_paid_month(
    session: OwnedSession, owner: uuid.UUID, plan: Plan, key: str, *, until: datetime, paid: int | None = None
) -> bool:
    """A plan's credits until the end of what was paid for, once for each ``key``; whether they were due.

    ``paid`` is what a part of a month cost (in the currency's smallest unit), and gives credits in proportion; ``None`` is all of it.
    """
    credits = plan.monthly_credits
    if paid is not None and plan.monthly_price > 0:
        credits = credits * min(max(paid, 0), plan.monthly_price) // plan.monthly_price
    return _given(session, account_of(session, owner), credits, Booking(key, note=_note(plan)), until)


def plan_of(session: OwnedSession, tariff: Tariff, owner: uuid.UUID) -> Plan:
    """The user's plan; the free one before they have an account."""
    name = session.scalar(select(CreditAccount.plan).where(CreditAccount.owner_id == owner))
    return tariff.plan(name or FREE)


def has_room_for_work(session: OwnedSession, tariff: Tariff, owner: uuid.UUID) -> bool:
    """Whether one more job of the user's may be at work now. The caller holds the account, so that two do not take one place."""
    at_work = session.scalar(
        select(func.count()).select_from(Job).where(Job.owner_id == owner, Job.status == "PROCESSING")
    )
    return int(at_work or 0) < plan_of(session, tariff, owner).most_jobs


def _given(session: OwnedSession, account: CreditAccount, credits: int, booking: Booking, ends: datetime) -> bool:
    given = credits > 0 and grant(session, account.owner_id, credits, booking, expires_at=ends)
    account.granted_until = ends
    return bool(given)


def _note(plan: Plan) -> str:
    return f"{plan.title}: the month's credits"
