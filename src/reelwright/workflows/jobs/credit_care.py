"""What becomes of credits by time alone: a month's are given, old ones expire, and holds that an accident left open are released."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from reelwright.business.credits.entries import expire, release
from reelwright.business.credits.invariants import Breach, breaches
from reelwright.business.credits.plans import grant_month
from reelwright.business.credits.tariff import FREE, Tariff
from reelwright.database.open import Database
from reelwright.database.tables import CreditAccount, CreditLot
from reelwright.workflows.jobs.charging import ended_without


def tend_credits(database: Database, tariff: Tariff, moment: datetime) -> list[Breach]:
    """Do what is due, each user's in a transaction of its own; what is wrong with the books after it. Safe to run at any time."""
    with database.system_reader() as session:
        over = session.scalars(select(CreditLot.id).where(CreditLot.left > 0, CreditLot.expires_at <= moment)).all()
        due = session.scalars(
            select(CreditAccount.owner_id).where(
                CreditAccount.plan == FREE,
                or_(CreditAccount.granted_until.is_(None), CreditAccount.granted_until <= moment),
            )
        ).all()
        left_open = ended_without(session)
    for lot_id in over:
        with database.system_session() as session:
            lot = session.get(CreditLot, lot_id)
            if lot is not None:
                expire(session, lot)
    for owner in due:
        with database.system_session() as session:
            grant_month(session, tariff, owner, moment)
    for owner, key in left_open:
        with database.system_session() as session:
            release(session, owner, key, "its job ended without it")
    with database.system_snapshot() as session:
        return breaches(session)
