"""Credits as they came: what expires first is used first, and what is not needed goes back where it was taken."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditLot

_AT_ONCE = 10
"""Lots looked at together: a user of years has hundreds, and one usually suffices."""


def add(session: OwnedSession, owner: uuid.UUID, credits: int, expires_at: datetime | None) -> CreditLot:
    lot = CreditLot(id=uuid.uuid4(), owner_id=owner, left=credits, expires_at=expires_at)
    session.add(lot)
    session.flush()
    return lot


def take(session: OwnedSession, owner: uuid.UUID, credits: int) -> list[list[Any]]:
    """Rows of lot id and credits. The caller has seen that there are enough."""
    query = select(CreditLot).where(CreditLot.owner_id == owner, CreditLot.left > 0)
    in_order = query.order_by(CreditLot.expires_at.is_(None), CreditLot.expires_at, CreditLot.created_at, CreditLot.id)
    taken: list[list[Any]] = []
    while credits:
        few = in_order.limit(_AT_ONCE).with_for_update().execution_options(populate_existing=True)
        lots = session.scalars(few).all()
        if not lots:
            raise RuntimeError("the lots hold fewer credits than the balance says")
        for lot in lots:
            part = min(lot.left, credits)
            if part:
                lot.left -= part
                credits -= part
                taken.append([str(lot.id), part])
        session.flush()
    return taken


def give_back(session: OwnedSession, taken: Sequence[Sequence[Any]], credits: int) -> None:
    """Put ``credits`` of what was ``taken`` back, last taken first: what would expire last."""
    for lot_id, amount in reversed(taken):
        part = min(int(amount), credits)
        if part:
            session.get_one(CreditLot, uuid.UUID(lot_id), with_for_update=True, populate_existing=True).left += part
            credits -= part
    session.flush()
