"""Customers who leave: their plans end at Stripe, with the paid month when they ask, at once when they are erased; on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.erasure import erase_due
from reelwright.business.accounts.leaving import GRACE
from reelwright.business.billing.till import OWNER, PLAN
from reelwright.database.columns import now
from reelwright.database.tables import User
from tests.business.billing.stripe_server import KEY, SECRET, StripeServer, message, signed, stripe_server
from tests.databases import KINDS
from tests.server import PASSWORD, Server, bearer, code_of, server


@dataclass
class Customer:
    """Ann, who subscribed to the plan pro."""

    site: Server
    stripe: StripeServer
    id: uuid.UUID
    session: dict[str, str]

    def tell(self, kind: str, **changed: Any) -> dict[str, Any]:
        """What Stripe says of the subscription as it is there now."""
        thing = self.stripe.subscriptions["sub_1"] | changed
        body, signature = signed(message(f"customer.subscription.{kind}", thing, id=f"evt_{uuid.uuid4().hex}"))
        headers = {"Stripe-Signature": signature}
        return self.site.client.post("/api/billing/webhook", content=body, headers=headers).json()

    def leave(self) -> Any:
        told = {"password": PASSWORD}
        return self.site.client.post("/api/users/account/delete", json=told, headers=self.session)

    def plan(self) -> dict[str, Any]:
        get = self.site.client.get
        told = get("/api/subscriptions", headers=self.session).json()["data"][0]
        return told | {"plan": get("/api/credits/balance", headers=self.session).json()["data"]["plan"]}

    def erase(self) -> int:
        return erase_due(self.site.platform, now() + GRACE + timedelta(hours=2))

    def is_there(self) -> bool:
        with self.site.platform.database.system_reader() as session:
            return session.get(User, self.id) is not None


@pytest.fixture(params=KINDS)
def ann(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Customer]:
    with stripe_server() as stripe:
        billing = {"BILLING": "1", "STRIPE_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_URL": stripe.url}
        with server(tmp_path, request.param, REQUESTS_PER_MINUTE="0", **billing) as site:
            site.register("root@example.com", site.fresh())
            session = site.register("ann@example.com", site.fresh())
            owner = session["user"]["id"]
            stripe.subscribe("sub_1", customer="cus_1", metadata={OWNER: owner, PLAN: "pro"})
            found = Customer(site, stripe, uuid.UUID(owner), bearer(session["accessToken"]))
            assert found.tell("created")["acted"]
            yield found


def test_who_asks_to_leave_pays_for_no_further_month(ann: Customer) -> None:
    assert ann.leave().status_code == 200
    assert ann.stripe.subscriptions["sub_1"]["cancel_at_period_end"] is True
    assert ann.stripe.subscriptions["sub_1"]["status"] == "active"
    ann.tell("updated")
    assert (ann.plan()["plan"], ann.plan()["endsWithPeriod"]) == ("pro", True)
    ann.stripe.subscriptions["sub_1"]["status"] = "canceled"  # the month is over
    assert ann.tell("deleted")["acted"]
    assert (ann.plan()["plan"], ann.plan()["state"]) == ("free", "canceled")


def test_who_is_erased_has_no_plan_at_stripe_any_more(ann: Customer) -> None:
    ann.leave()
    assert ann.erase() == 1
    assert ann.stripe.subscriptions["sub_1"]["status"] == "canceled"
    assert not ann.is_there()
    assert ann.tell("deleted") == {"received": True, "acted": False}  # told of somebody who is gone


def test_nobody_is_erased_who_would_go_on_paying(ann: Customer) -> None:
    ann.leave()
    ann.stripe.fails = [500] * 9
    assert ann.erase() == 0
    assert ann.is_there()
    assert ann.stripe.subscriptions["sub_1"]["status"] == "active"
    ann.stripe.fails = []
    assert ann.erase() == 1
    assert ann.stripe.subscriptions["sub_1"]["status"] == "canceled"


def test_nobody_is_let_go_while_stripe_cannot_be_told(ann: Customer) -> None:
    ann.stripe.fails = [402]
    assert (code_of(ann.leave()), ann.erase()) == ("PROVIDER_FAILED", 0)
    assert ann.is_there()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_plan_that_ended_at_stripe_unheard_holds_up_nothing(ann: Customer, is_known: bool) -> None:
    ann.leave()
    if is_known:
        ann.stripe.subscriptions["sub_1"]["status"] = "canceled"
    else:
        del ann.stripe.subscriptions["sub_1"]
    assert ann.erase() == 1
    assert not ann.is_there()
