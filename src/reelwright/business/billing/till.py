"""Stripe's own pages to pay on: Checkout for packs and plans, the customer portal for cards, invoices and ending a plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from reelwright.business.credits.entries import account_of
from reelwright.business.credits.tariff import FREE, Pack, Plan, Tariff
from reelwright.database.open import Database
from reelwright.database.tables import User
from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded, ProviderUnavailable

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError

Answer = TypeVar("Answer")
OWNER, PACK, PLAN = "reelwright_owner", "reelwright_pack", "reelwright_plan"
"""Names of what our things at Stripe carry, so that its messages can be told apart and be matched."""


class NotAtStripe(ProviderFailed):
    """Stripe has no such thing, or has it no more."""


@dataclass(frozen=True)
class Shop:
    """Where and how is sold. ``address`` is Stripe's API when it is not the usual one; ``public_url`` is where people come back to."""

    tariff: Tariff
    key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    public_url: str
    address: str = ""

    def client(self) -> StripeClient:
        """Raises ``ProviderNeeded`` when selling is not set up."""
        if not self.key:
            raise ProviderNeeded(
                "payments are not set up here", hint="the operator sets REELWRIGHT_STRIPE_KEY and …_WEBHOOK_SECRET"
            )
        try:
            import stripe  # noqa: PLC0415  heavy, and an extra
        except ImportError:
            raise ProviderNeeded("payments need another package", hint="pip install 'reelwright[stripe]'") from None
        addresses: Any = {"api": self.address} if self.address else None
        return stripe.StripeClient(self.key, base_addresses=addresses, max_network_retries=2)


def sell_pack(shop: Shop, database: Database, owner: uuid.UUID, name: str) -> str:
    """The address of a page where a pack of credits is paid for. Raises ``InvalidInput``, ``ProviderNeeded``, ``ProviderFailed``."""
    pack = shop.tariff.pack(name)
    if pack is None:
        known = ", ".join(each.name for each in shop.tariff.packs)
        raise InvalidInput(f"there is no pack {name}", hint=f"choose one of {known}")
    told = {OWNER: str(owner), PACK: pack.name}
    return _checkout(shop, database, owner, "payment", _pack_line(shop.tariff, pack), told)


def sell_plan(shop: Shop, database: Database, owner: uuid.UUID, name: str) -> str:
    """The address of a page where a plan is subscribed to. Raises as ``sell_pack``."""
    plan = next((each for each in shop.tariff.plans if each.name == name), None)
    if plan is None or plan.name == FREE or plan.monthly_price == 0:
        known = ", ".join(each.name for each in shop.tariff.plans if each.monthly_price)
        raise InvalidInput(f"there is no plan {name} to be paid for", hint=f"choose one of {known}")
    told = {OWNER: str(owner), PLAN: plan.name}
    return _checkout(shop, database, owner, "subscription", _plan_line(shop.tariff, plan), told)


def portal(shop: Shop, database: Database, owner: uuid.UUID) -> str:
    """The address of the user's own page at Stripe. Raises ``InvalidInput`` for somebody who never paid."""
    customer = _known_customer(database, owner)
    if customer is None:
        raise InvalidInput("nothing was paid for yet", hint="choose a plan or a pack first")
    client = shop.client()
    params: Any = {"customer": customer, "return_url": f"{shop.public_url}/settings/plan"}
    return asked(lambda: client.v1.billing_portal.sessions.create(params)).url


def _checkout(
    shop: Shop, database: Database, owner: uuid.UUID, mode: str, line: dict[str, Any], told: dict[str, str]
) -> str:
    client = shop.client()
    back = f"{shop.public_url}/settings/plan"
    params: Any = {
        "mode": mode, "customer": _customer(client, database, owner), "line_items": [line], "client_reference_id": str(owner),
        "metadata": told, "success_url": f"{back}?paid=1", "cancel_url": back,
    }  # fmt: skip
    if mode == "subscription":
        params["subscription_data"] = {"metadata": told}
    else:
        params["invoice_creation"] = {"enabled": True}
    session = asked(lambda: client.v1.checkout.sessions.create(params))
    if not session.url:
        raise ProviderFailed("Stripe gave no page to pay on")
    return session.url


def _customer(client: StripeClient, database: Database, owner: uuid.UUID) -> str:
    """Stripe's name of the user, made at the first purchase; twice at once gives one, by the idempotency key."""
    known = _known_customer(database, owner)
    if known is not None:
        return known
    with database.reader_of(owner) as session:
        user = session.get_one(User, owner)
    params: Any = {"email": user.email, "name": user.name or user.email, "metadata": {OWNER: str(owner)}}
    options: Any = {"idempotency_key": f"reelwright-customer-{owner}"}
    made = asked(lambda: client.v1.customers.create(params, options))
    with database.session_of(owner) as session:
        account = account_of(session, owner)
        account.customer = account.customer or made.id
        return str(account.customer)


def _known_customer(database: Database, owner: uuid.UUID) -> str | None:
    with database.session_of(owner) as session:
        return account_of(session, owner).customer


def _pack_line(tariff: Tariff, pack: Pack) -> dict[str, Any]:
    if pack.stripe_price:
        return {"price": pack.stripe_price, "quantity": 1}
    name = {"name": f"{pack.credits} credits"}
    return {"price_data": {"currency": tariff.currency, "unit_amount": pack.price, "product_data": name}, "quantity": 1}


def _plan_line(tariff: Tariff, plan: Plan) -> dict[str, Any]:
    if plan.stripe_price:
        return {"price": plan.stripe_price, "quantity": 1}
    data = {
        "currency": tariff.currency, "unit_amount": plan.monthly_price, "product_data": {"name": plan.title}, "recurring": {"interval": "month"},
    }  # fmt: skip
    return {"price_data": data, "quantity": 1}


def asked(call: Callable[[], Answer]) -> Answer:
    """Stripe's answer. Raises ``ProviderUnavailable``, and ``ProviderFailed`` with its reason: ``NotAtStripe`` for what it does not have."""
    import stripe  # noqa: PLC0415

    try:
        return call()
    except stripe.APIConnectionError as error:
        raise ProviderUnavailable("Stripe cannot be reached", hint="try it again in a minute") from error
    except stripe.AuthenticationError:
        raise ProviderFailed(
            "Stripe does not accept the server's key", hint="the operator checks REELWRIGHT_STRIPE_KEY"
        ) from None
    except stripe.InvalidRequestError as error:
        missing = error.code == "resource_missing"
        raise (NotAtStripe if missing else ProviderFailed)(_told(error)) from None
    except stripe.StripeError as error:
        raise ProviderFailed(_told(error)) from None


def _told(error: StripeError) -> str:
    return f"Stripe: {error.user_message or error}"[:300]
