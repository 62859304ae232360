"""What an administrator changes of a user, all of it in one transaction: role, admission, plan, room, budget, credits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from reelwright.business.accounts.administration import set_active, set_role
from reelwright.business.accounts.refusals import NotThere
from reelwright.business.audit import Origin, record
from reelwright.business.credits.entries import Booking, account_of, grant, refund
from reelwright.business.credits.plans import change_plan
from reelwright.business.credits.tariff import Tariff
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditEntry, User
from reelwright.errors import InvalidInput


@dataclass(frozen=True)
class Gift:
    """Credits for nothing. ``key`` is unique to this gift."""

    credits: int
    reason: str
    key: str


@dataclass(frozen=True)
class Repayment:
    """Credits of a settlement (``entry_id``) given back."""

    entry_id: int
    credits: int
    reason: str
    key: str


@dataclass(frozen=True)
class UserChange:
    """``None`` leaves as it is; a limit of -1 goes back to the server's own."""

    role: str | None = None
    is_active: bool | None = None
    plan: str | None = None
    storage_limit_bytes: int | None = None
    budget_micros: int | None = None
    gift: Gift | None = None
    repayment: Repayment | None = None


def change_user(
    database: Database, tariff: Tariff | None, user_id: uuid.UUID, change: UserChange, *, actor: uuid.UUID, origin: Origin
) -> User:  # fmt: skip
    """Make the change and write it down. Raises ``NotThere``, ``NotAllowed`` (for oneself), ``InvalidInput``; then nothing is changed."""
    if tariff is None and (change.plan or change.gift or change.repayment):
        raise InvalidInput("this server sells no credits", hint="set REELWRIGHT_BILLING")
    with database.system_session() as session:
        if session.get(User, user_id) is None:
            raise NotThere("there is no such user")
        if tariff is not None:
            account_of(
                session, user_id
            )  # before the user, as every entry does: else two transactions could wait for each other
        user = session.get_one(User, user_id, with_for_update={"key_share": True}, populate_existing=True)
        if change.role is not None and change.role != user.role:
            set_role(session, user, change.role, actor=actor, origin=origin)
        if change.is_active is not None and change.is_active != user.is_active:
            set_active(session, user, is_active=change.is_active, actor=actor, origin=origin)
        if tariff is not None:
            _credits(session, tariff, user, change, actor, origin)
        for name in ("storage_limit_bytes", "budget_micros"):
            value = getattr(change, name)
            if value is not None:
                wanted, old = (None if value < 0 else value), getattr(user, name)
                setattr(user, name, wanted)
                record(
                    session,
                    "user.limit_set",
                    actor=actor,
                    subject=user.email,
                    origin=origin,
                    limit=name,
                    old=old,
                    new=wanted,
                )
        session.flush()
        return user


def _credits(
    session: OwnedSession, tariff: Tariff, user: User, change: UserChange, actor: uuid.UUID, origin: Origin
) -> None:
    if change.plan is not None:
        if change.plan not in {plan.name for plan in tariff.plans}:
            raise InvalidInput(f"there is no plan {change.plan}", hint=", ".join(plan.name for plan in tariff.plans))
        account = change_plan(session, tariff, user.id, change.plan)
        record(session, "plan.given", actor=actor, subject=user.email, origin=origin, plan=account.plan)
    if (gift := change.gift) is not None:
        booking = Booking(gift.key, note=gift.reason, data={"by": str(actor)})
        if grant(session, user.id, gift.credits, booking) is not None:
            record(
                session,
                "credits.given",
                actor=actor,
                subject=user.email,
                origin=origin,
                credits=gift.credits,
                reason=gift.reason,
            )
    if (back := change.repayment) is not None:
        settled = session.scalar(
            select(CreditEntry.key).where(CreditEntry.owner_id == user.id, CreditEntry.id == back.entry_id)
        )
        try:
            entry = refund(
                session, user.id, settled or "", back.credits, Booking(back.key, note=back.reason, data={"by": str(actor)})
            )  # fmt: skip
        except ValueError as error:
            raise InvalidInput(str(error), hint="name a settlement of the user's ledger") from None
        if entry is not None:
            record(
                session, "credits.refunded", actor=actor, subject=user.email, origin=origin, credits=back.credits, reason=back.reason,
                entry=back.entry_id,
            )  # fmt: skip
