"""Ending what a user subscribed to: with the period that is paid, or at once."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from reelwright.business.billing.till import NotAtStripe, Shop, asked
from reelwright.database.open import Database
from reelwright.database.tables import Subscription

_GOING_ON = ("active", "trialing", "past_due", "unpaid", "incomplete")


def end_subscriptions(shop: Shop, database: Database, owner: uuid.UUID, *, at_once: bool) -> int:
    """How many there were. Raises ``ProviderNeeded``, ``ProviderUnavailable``, ``ProviderFailed``; then it is to be tried again.

    One that Stripe does not have any more has ended, whatever we were told of it.
    """
    with database.system_reader() as session:
        query = select(Subscription.reference).where(Subscription.owner_id == owner, Subscription.state.in_(_GOING_ON))
        references = session.scalars(query).all()
    if not references:
        return 0
    client = shop.client()
    at_period_end: Any = {"cancel_at_period_end": True}
    for reference in references:
        with suppress(NotAtStripe):
            if at_once:
                asked(lambda reference=reference: client.v1.subscriptions.cancel(reference))
            else:
                asked(lambda reference=reference: client.v1.subscriptions.update(reference, at_period_end))
    return len(references)
