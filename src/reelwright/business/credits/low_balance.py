"""Telling users in time that their credits run low."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from reelwright.business.credits.tariff import Tariff
from reelwright.business.mails.queueing import queue_mail
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditAccount, CreditEntry

_PART = 10
"""Low is a tenth of the plan's month, …"""
_LEAST = 20
"""… and never fewer credits than these."""
_RECENT = timedelta(days=7)


def warn_of_low_balances(session: OwnedSession, tariff: Tariff, moment: datetime) -> int:
    """A mail, once a month, to who worked in the last week and has few credits left; how many were queued."""
    used_lately = exists().where(
        CreditEntry.owner_id == CreditAccount.owner_id, CreditEntry.kind == "settle", CreditEntry.created_at > moment - _RECENT
    )  # fmt: skip
    queued = 0
    for account in session.scalars(select(CreditAccount).where(used_lately)):
        low = max(_LEAST, tariff.plan(account.plan).monthly_credits // _PART)
        if account.balance < low:
            month = account.granted_until or moment
            key = f"low balance {month:%Y-%m}"
            queued += (
                queue_mail(session, account.owner_id, "low_balance", key, {"balance": account.balance}) is not None
            )
    return queued
