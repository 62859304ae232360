"""Credits and payments through the API, with Stripe's own SDK against a server that speaks its protocol."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.business.billing.till import OWNER, PACK, PLAN
from reelwright.business.credits.invariants import breaches
from tests.business.billing.stripe_server import KEY, SECRET, StripeServer, message, signed, stripe_server
from tests.databases import KINDS, database_url

_PASSWORD = "correct horse battery staple"


@dataclass
class Shopper:
    """A signed-in user and the servers around them."""

    client: TestClient
    platform: Platform
    stripe: StripeServer
    id: uuid.UUID

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def post(self, path: str, **body: Any) -> Any:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    def tell(self, told: dict[str, Any], **signing: Any) -> Any:
        body, signature = signed(told, **signing)
        return self.client.post("/api/billing/webhook", content=body, headers={"Stripe-Signature": signature})

    def balance(self) -> int:
        with self.platform.database.system_reader() as session:
            assert breaches(session) == []
        return self.get("/api/credits/balance")["balance"]


def _registered(client: TestClient, email: str) -> uuid.UUID:
    answer = client.post("/api/auth/register", json={"email": email, "password": _PASSWORD})
    assert answer.status_code == 201, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['data']['accessToken']}"
    return uuid.UUID(client.get("/api/users/profile").json()["data"]["id"])


@pytest.fixture(params=KINDS)
def shopper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shopper]:
    with stripe_server() as stripe:
        settings = {
            "REELWRIGHT_DATA": str(tmp_path), "REELWRIGHT_DATABASE_URL": database_url(request.param, tmp_path), "REELWRIGHT_ACCOUNTS": "1",
            "REELWRIGHT_BILLING": "1", "REELWRIGHT_STRIPE_KEY": KEY, "REELWRIGHT_STRIPE_WEBHOOK_SECRET": SECRET,
            "REELWRIGHT_STRIPE_URL": stripe.url, "REELWRIGHT_PUBLIC_URL": "http://testserver",
        }  # fmt: skip
        platform = open_platform(read_server_settings(settings))
        with TestClient(create_application(platform)) as client:
            yield Shopper(client, platform, stripe, _registered(client, "ann@example.com"))
        platform.close()


def _checkout(shopper: Shopper, pack: str = "500", **changed: Any) -> dict[str, Any]:
    told = {
        "id": "cs_test_1",
        "mode": "payment",
        "payment_status": "paid",
        "customer": "cus_1",
        "metadata": {OWNER: str(shopper.id), PACK: pack},
    }
    return told | changed  # fmt: skip


def _subscription(shopper: Shopper, **changed: Any) -> dict[str, Any]:
    told = {
        "id": "sub_1", "status": "active", "customer": "cus_1", "metadata": {OWNER: str(shopper.id), PLAN: "pro"},
        "items": {"data": [{"price": {"id": "price_x"}, "current_period_end": int(time.time()) + 2_592_000}]},
    }  # fmt: skip
    return told | changed


def _invoice(shopper: Shopper, number: int = 1, **changed: Any) -> dict[str, Any]:
    details = {"subscription": "sub_1", "metadata": {OWNER: str(shopper.id), PLAN: "pro"}}
    told = {
        "id": f"in_{number}", "number": f"R-{number}", "customer": "cus_1", "total": 2400, "currency": "usd", "status": "paid",
        "created": int(time.time()), "parent": {"subscription_details": details},
        "lines": {"data": [{"period": {"end": int(time.time()) + 2_592_000}}]},
    }  # fmt: skip
    return told | changed


def test_a_pack_is_paid_for_at_stripe_and_granted_once(shopper: Shopper) -> None:
    page = shopper.post("/api/credits/topup", pack="500")
    assert page["url"].startswith("https://checkout.stripe.com/")
    (made, checkout) = shopper.stripe.asked
    assert made[0] == "/v1/customers"
    assert (checkout[1]["mode"], checkout[1]["line_items[0][price_data][unit_amount]"]) == ("payment", "600")
    assert checkout[1]["metadata[reelwright_owner]"] == str(shopper.id)
    assert shopper.balance() == 0
    told = message("checkout.session.completed", _checkout(shopper), id="evt_1")
    assert shopper.tell(told).json() == {"received": True, "acted": True}
    assert shopper.tell(told).json() == {"received": True, "acted": False}
    shopper.tell(message("checkout.session.async_payment_succeeded", _checkout(shopper), id="evt_2"))
    assert shopper.balance() == 500
    shopper.post("/api/credits/topup", pack="500")
    assert [path for path, *_ in shopper.stripe.asked].count("/v1/customers") == 1


def test_an_unpaid_checkout_and_what_others_sell_change_nothing(shopper: Shopper) -> None:
    shopper.tell(message("checkout.session.completed", _checkout(shopper, payment_status="unpaid"), id="evt_1"))
    shopper.tell(
        message("checkout.session.completed", _checkout(shopper, metadata={}, customer="cus_other"), id="evt_2")
    )
    shopper.tell(message("checkout.session.completed", _checkout(shopper, pack="unknown"), id="evt_3"))
    assert shopper.tell(message("payout.paid", {"id": "po_1"}, id="evt_4")).json()["acted"] is False
    assert shopper.balance() == 0


@pytest.mark.parametrize("first", ["subscription", "invoice"])
def test_a_plan_gives_its_credits_each_month_whichever_message_comes_first(shopper: Shopper, first: str) -> None:
    shopper.post("/api/subscriptions", plan="pro")
    messages = [
        message("customer.subscription.created", _subscription(shopper), id="evt_s"),
        message("invoice.paid", _invoice(shopper), id="evt_i"),
    ]
    for told in messages if first == "subscription" else reversed(messages):
        assert shopper.tell(told).json()["acted"]
    told = shopper.get("/api/credits/balance")
    assert (told["balance"], told["plan"]) == (2500, "pro")
    assert told["expiring"][0]["credits"] == 2500
    shopper.tell(message("invoice.paid", _invoice(shopper), id="evt_again"))
    assert shopper.balance() == 2500
    shopper.tell(message("invoice.paid", _invoice(shopper, 2), id="evt_next"))
    assert shopper.balance() == 5000
    assert [row["number"] for row in shopper.get("/api/billing/invoices?sort=createdAt")["items"]].count("R-1") == 1
    assert shopper.client.post("/api/subscriptions", json={"plan": "studio"}).status_code == 409


def test_a_plan_that_ends_leaves_the_free_one_and_late_news_change_nothing(shopper: Shopper) -> None:
    now = time.time()
    shopper.tell(message("customer.subscription.created", _subscription(shopper), id="evt_1", created=now - 100))
    ended = _subscription(shopper, status="canceled")
    shopper.tell(message("customer.subscription.deleted", ended, id="evt_3", created=now))
    assert shopper.get("/api/credits/balance")["plan"] == "free"
    shopper.tell(message("customer.subscription.updated", _subscription(shopper), id="evt_2", created=now - 50))
    assert shopper.get("/api/credits/balance")["plan"] == "free"
    assert shopper.get("/api/subscriptions")[0]["state"] == "canceled"


def test_a_paid_invoice_told_after_the_end_gives_its_credits_and_not_the_plan(shopper: Shopper) -> None:
    now = time.time()
    ended = _subscription(shopper, status="canceled")
    shopper.tell(message("customer.subscription.deleted", ended, id="evt_1", created=now))
    shopper.tell(message("invoice.paid", _invoice(shopper), id="evt_2", created=now - 100))
    told = shopper.get("/api/credits/balance")
    assert (told["plan"], told["balance"]) == ("free", 2500)


def test_a_plan_changed_within_the_month_gives_credits_for_what_was_paid(shopper: Shopper) -> None:
    shopper.tell(message("customer.subscription.created", _subscription(shopper), id="evt_1"))
    shopper.tell(message("invoice.paid", _invoice(shopper), id="evt_2"))
    details = {"subscription": "sub_1", "metadata": {OWNER: str(shopper.id), PLAN: "studio"}}
    part = _invoice(
        shopper, 2, total=3750, billing_reason="subscription_update", parent={"subscription_details": details}
    )
    grown = _subscription(shopper, metadata={OWNER: str(shopper.id), PLAN: "studio"})
    shopper.tell(message("customer.subscription.updated", grown, id="evt_3", created=time.time() + 1))
    shopper.tell(message("invoice.paid", part, id="evt_4", created=time.time() + 1))
    assert shopper.get("/api/credits/balance")["plan"] == "studio"
    assert shopper.balance() == 2500 + 12000 * 3750 // 9900


def test_forged_and_old_messages_are_refused(shopper: Shopper) -> None:
    told = message("checkout.session.completed", _checkout(shopper), id="evt_1")
    assert shopper.tell(told, secret="whsec_another").status_code == 403
    assert shopper.tell(told, at=time.time() - 3600).status_code == 403
    body, signature = signed(told)
    forged = body.replace(b"500", b"10000")
    for content, proof in ((forged, signature), (body, ""), (b"{}", "t=1,v1=00")):
        answer = shopper.client.post("/api/billing/webhook", content=content, headers={"Stripe-Signature": proof})
        assert answer.status_code == 403
    assert shopper.balance() == 0


def test_stripes_refusals_are_told_with_their_reason(shopper: Shopper) -> None:
    assert shopper.client.post("/api/credits/topup", json={"pack": "7"}).json()["error"]["code"] == "INVALID_INPUT"
    shopper.stripe.fails = [402]
    answer = shopper.client.post("/api/credits/topup", json={"pack": "500"})
    assert (answer.status_code, answer.json()["error"]["message"]) == (502, "Stripe: Something is wrong with it")
    assert shopper.client.post("/api/billing/portal").status_code == 422
    shopper.post("/api/credits/topup", pack="500")
    assert shopper.post("/api/billing/portal")["url"].startswith("https://billing.stripe.com/")


def test_a_server_that_sells_nothing_says_so(tmp_path: Path) -> None:
    settings = {"REELWRIGHT_DATA": str(tmp_path), "REELWRIGHT_DATABASE_URL": database_url("sqlite", tmp_path)}
    platform = open_platform(read_server_settings(settings))
    with TestClient(create_application(platform), base_url="http://127.0.0.1") as client:
        answer = client.get("/api/plans")
        assert answer.status_code == 404
        assert "REELWRIGHT_BILLING" in answer.json()["error"]["hint"]
    platform.close()
