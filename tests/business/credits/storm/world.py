"""Who takes part in the storm, what they ask for, and what Stripe will tell of them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from typing import Any

from reelwright.business.billing.till import OWNER, PACK, PLAN
from reelwright.business.credits.entries import Booking, grant
from reelwright.business.credits.tariff import Tariff, read_tariff
from reelwright.database.open import Database
from reelwright.database.tables import User
from reelwright.workflows.jobs.lifecycle import NewJob
from tests.business.billing.stripe_server import message

JOBS = 1150
"""Wished for; some are refused, and a thousand or more are made."""
USERS = 6
_EPOCH = 1_790_000_000
"""When Stripe's messages begin, in Unix seconds."""
_MONTH = 2_592_000


def tariff() -> Tariff:
    """Prices and plans under which some jobs are refused, some wait for their turn, and credits run out now and then."""
    told = read_tariff().model_dump(mode="json")
    told["prices"]["render"] = {"minute": 60, "least": 1}
    for plan, most_jobs in zip(told["plans"], (25, 40, 60), strict=True):
        plan |= {"most_jobs": most_jobs, "most_minutes": 2, "providers": ["*"]}
    return Tariff.model_validate(told)


@dataclass(frozen=True)
class World:
    owners: tuple[uuid.UUID, ...]
    admin: uuid.UUID
    seed: int

    def owner_of(self, number: int) -> uuid.UUID:
        return self.owners[number % USERS]

    def wish(self, number: int) -> NewJob:
        """What job ``number`` asks for; a few are longer than any plan allows."""
        chance = random.Random(f"{self.seed} wish {number}")
        seconds = 200 if chance.random() < 0.03 else chance.randrange(1, 30)
        request = {"seconds": seconds, "text": f"job {number}"}
        if chance.random() < 0.4:
            gates = tuple(name for name in ("script", "timeline") if chance.random() < 0.3)
            return NewJob("make", request, gates=gates, batch_row=number)
        return NewJob("render", request, batch_row=number)

    def messages(self) -> list[dict[str, Any]]:
        """All that Stripe tells: packs (each by two messages), a plan that grows, plans that end, and their invoices."""
        told: list[dict[str, Any]] = []
        for index, owner in enumerate(self.owners[:4]):
            for pack in range(3):
                sold = {
                    "id": f"cs_{index}_{pack}", "mode": "payment", "payment_status": "paid", "customer": f"cus_{index}",
                    "metadata": {OWNER: str(owner), PACK: "500"},
                }  # fmt: skip
                kinds = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
                told += [
                    message(kind, sold, id=f"evt_{kind[-9:]}_{index}_{pack}", created=_EPOCH + pack) for kind in kinds
                ]
        for index in (0, 1):
            told += self._plan(index)
        return told

    def last_plans(self) -> dict[uuid.UUID, str]:
        """The plans of those who pay by Stripe when everything was told."""
        return {self.owners[0]: "free", self.owners[1]: "studio"}

    def _plan(self, index: int) -> list[dict[str, Any]]:
        owner, name = str(self.owners[index]), f"sub_{index}"
        grown = "studio" if index == 1 else "pro"
        end = "deleted" if index == 0 else "updated"
        steps = [("created", "pro", "incomplete"), ("updated", "pro", "active"), ("updated", grown, "past_due")]
        steps += [("updated", grown, "active"), (end, grown, "canceled" if end == "deleted" else "active")]
        told: list[dict[str, Any]] = []
        for step, (kind, plan, state) in enumerate(steps):
            thing = {
                "id": name, "status": state, "customer": f"cus_{index}", "metadata": {OWNER: owner, PLAN: plan},
                "items": {"data": [{"price": {"id": "price_x"}, "current_period_end": _EPOCH + _MONTH}]},
            }  # fmt: skip
            told.append(
                message(f"customer.subscription.{kind}", thing, id=f"evt_{name}_{step}", created=_EPOCH + 100 * step)
            )
        for month, plan in enumerate(("pro", grown, grown)):
            bill = {
                "id": f"in_{index}_{month}", "number": f"R-{index}-{month}", "customer": f"cus_{index}", "total": 2400, "currency": "usd",
                "created": _EPOCH + 100 * month, "status": "open",
                "parent": {"subscription_details": {"subscription": name, "metadata": {OWNER: owner, PLAN: plan}}},
                "lines": {"data": [{"period": {"end": _EPOCH + 10 * _MONTH}}]},
            }  # fmt: skip
            at = _EPOCH + 100 * month + 50
            told.append(message("invoice.finalized", bill, id=f"evt_final_{index}_{month}", created=at))
            told.append(
                message("invoice.paid", bill | {"status": "paid"}, id=f"evt_paid_{index}_{month}", created=at + 1)
            )
        return told


def populated(database: Database, seed: int) -> World:
    with database.system_session() as session:
        users = [User(email=f"user{number}@example.com") for number in range(USERS)]
        admin = User(email="admin@example.com", role="admin")
        session.add_all([*users, admin])
        session.flush()
        for number, user in enumerate(users[1:]):  # the first has only what Stripe tells of
            grant(session, user.id, 400 * number + 100, Booking("to begin with"))
        return World(tuple(user.id for user in users), admin.id, seed)
