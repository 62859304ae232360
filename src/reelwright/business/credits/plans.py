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


def grant_month(
    session: OwnedSession, tariff: Tariff, owner: uuid.UUID, moment: datetime, *, until: datetime | None = None, key: str = ""
) -> bool:  # fmt: skip
    """The plan's credits for the month that begins, once; whether they were due. They expire with the month.

    A paid plan's month and its ``key`` are told by the payment that came in; the free plan's is thirty days from ``moment``.
    """
    account = account_of(session, owner)
    plan = tariff.plan(account.plan)
    if plan.name != FREE and until is None:
        return False  # it is paid for first
    if until is None and account.granted_until is not None and account.granted_until > moment:
        return False
    ends = until or moment + _MONTH
    booking = Booking(key or f"month of {plan.name} from {moment:%Y-%m-%d}", note=f"{plan.title}: the month's credits")
    given = plan.monthly_credits > 0 and grant(session, owner, plan.monthly_credits, booking, expires_at=ends)
    account.granted_until = ends
    return bool(given)


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
