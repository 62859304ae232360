"""What Stripe tells by its webhook, and what that changes here: each message once, whatever comes twice, late or out of order."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from reelwright.business.billing.till import OWNER, PACK, PLAN, Shop
from reelwright.business.credits.entries import Booking, account_of, grant
from reelwright.business.credits.plans import change_plan, grant_paid_month
from reelwright.business.credits.tariff import FREE, Tariff
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BillingEvent, CreditAccount, Invoice, Subscription, User
from reelwright.errors import ProviderNeeded, ReelwrightError

_PAYING = {"active", "trialing", "past_due"}
"""States of a subscription in which its plan holds: a card that failed once is asked again before the plan ends."""
_OVER = {"canceled", "incomplete_expired"}
"""States out of which no subscription comes back."""
_CHANGED = "subscription_update"
"""Why there is an invoice for a part of a month: the plan was changed in the midst of it."""
Told = dict[str, Any]


class MessageRefused(ReelwrightError):
    """Not signed by Stripe for this server, or too old."""

    code = "FORBIDDEN"


def read_message(shop: Shop, body: bytes, signature: str) -> Told:
    """The message, when its signature is right. Raises ``MessageRefused``; ``ProviderNeeded`` without a secret to check it by."""
    if not shop.webhook_secret:
        raise ProviderNeeded("payments are not set up here", hint="the operator sets REELWRIGHT_STRIPE_WEBHOOK_SECRET")
    import stripe  # noqa: PLC0415  heavy, and an extra

    try:
        return stripe.Webhook.construct_event(body, signature, shop.webhook_secret).to_dict()  # type: ignore[no-untyped-call]
    except (stripe.SignatureVerificationError, ValueError):
        raise MessageRefused(
            "the message is not signed for this server", hint="check REELWRIGHT_STRIPE_WEBHOOK_SECRET"
        ) from None


def take_in(database: Database, tariff: Tariff, message: Told) -> bool:
    """Act on a message; ``False`` for one that was acted on before, or is about nothing of ours. One transaction."""
    act = _ACTS.get(str(message["type"]))
    if act is None:
        return False
    with database.system_session() as session:
        known = select(BillingEvent.id).where(BillingEvent.reference == message["id"])
        thing: Told = message["data"]["object"]
        owner = _owner(session, thing)
        if owner is None:
            return False
        account_of(session, owner)  # held: messages about one user are acted on one after the other
        if session.scalar(known) is not None:
            return False
        session.add(BillingEvent(reference=message["id"], kind=message["type"]))
        act(session, tariff, owner, thing, _moment(message["created"]))
        return True


def _paid_checkout(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, thing: Told, told_at: datetime) -> None:
    """A pack was paid for. Plans are told of by their subscription and its invoices."""
    pack = tariff.pack(str((thing.get("metadata") or {}).get(PACK, "")))
    if thing.get("mode") == "payment" and thing.get("payment_status") == "paid" and pack is not None:
        grant(session, owner, pack.credits, Booking(f"stripe {thing['id']}", note=f"{pack.credits} credits bought"))


def _subscription(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, thing: Told, told_at: datetime) -> None:
    row = session.scalar(select(Subscription).where(Subscription.reference == thing["id"]).with_for_update())
    if row is None:
        row = Subscription(owner_id=owner, reference=thing["id"], plan=FREE, state="")
        session.add(row)
    if row.told_at is not None and row.told_at > told_at:
        return
    row.plan = _plan_named(tariff, thing) or row.plan
    row.state, row.told_at = str(thing["status"]), told_at
    row.ends_with_period = bool(thing.get("cancel_at_period_end"))
    row.period_ends_at = _period_end(thing)
    _give_best_plan(session, tariff, owner)


def _give_best_plan(session: OwnedSession, tariff: Tariff, owner: uuid.UUID) -> None:
    """The largest of the plans that are paid for now."""
    session.flush()
    paying = session.scalars(
        select(Subscription).where(Subscription.owner_id == owner, Subscription.state.in_(_PAYING))
    ).all()
    best = max(paying, key=lambda each: tariff.plan(each.plan).monthly_price, default=None)
    change_plan(session, tariff, owner, best.plan if best else FREE)


def _invoice(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, thing: Told, told_at: datetime) -> None:
    row = session.scalar(select(Invoice).where(Invoice.reference == thing["id"]).with_for_update())
    if row is None:
        row = Invoice(
            owner_id=owner, reference=thing["id"], amount=0, currency="", state="", issued_at=_moment(thing["created"])
        )
        session.add(row)
    if row.state != "paid":  # nothing told late takes that back
        row.state = str(thing.get("status") or "open")
    row.number, row.amount = str(thing.get("number") or ""), int(thing.get("total") or 0)
    row.currency = str(thing.get("currency") or "")[:3]
    row.page_url, row.pdf_url = str(thing.get("hosted_invoice_url") or ""), str(thing.get("invoice_pdf") or "")


def _paid_invoice(session: OwnedSession, tariff: Tariff, owner: uuid.UUID, thing: Told, told_at: datetime) -> None:
    """A month of a plan was paid for: its credits are given, and last as long as it. A plan that has ended meanwhile stays ended."""
    _invoice(session, tariff, owner, thing, told_at)
    subscription = _subscription_of(thing)
    if subscription is None:
        return
    row = session.scalar(select(Subscription).where(Subscription.reference == subscription))
    if row is None:  # told of before its subscription was
        row = Subscription(owner_id=owner, reference=subscription, plan=FREE, state="active")
        session.add(row)
    plan = _plan_billed(tariff, thing) or row.plan
    if row.state not in _OVER and (row.told_at is None or row.told_at <= told_at):
        row.plan, row.state = plan, "active"
    _give_best_plan(session, tariff, owner)
    ends = max((_moment(line["period"]["end"]) for line in _lines(thing)), default=told_at)
    paid = int(thing.get("total") or 0) if thing.get("billing_reason") == _CHANGED else None
    grant_paid_month(session, owner, tariff.plan(plan), f"stripe {thing['id']}", until=ends, paid=paid)


_ACTS: dict[str, Callable[[OwnedSession, Tariff, uuid.UUID, Told, datetime], None]] = {
    "checkout.session.completed": _paid_checkout,
    "checkout.session.async_payment_succeeded": _paid_checkout,
    "customer.subscription.created": _subscription,
    "customer.subscription.updated": _subscription,
    "customer.subscription.deleted": _subscription,
    "invoice.finalized": _invoice,
    "invoice.payment_failed": _invoice,
    "invoice.paid": _paid_invoice,
}


def _owner(session: OwnedSession, thing: Told) -> uuid.UUID | None:
    """Whose it is: by the customer, else by what we wrote on it; ``None`` for what others sell by the same account."""
    customer = thing.get("customer")
    owner = session.scalar(select(CreditAccount.owner_id).where(CreditAccount.customer == str(customer)))
    if owner is not None:
        return owner
    told = (thing.get("metadata") or {}).get(OWNER) or (_details_of(thing).get("metadata") or {}).get(OWNER)
    try:
        named = uuid.UUID(str(told))
    except ValueError:
        return None
    return session.scalar(select(User.id).where(User.id == named))


def _plan_named(tariff: Tariff, thing: Told) -> str | None:
    """A subscription's plan by its price at Stripe (people change plans in the portal), else by what we wrote on it."""
    prices = {str((item.get("price") or {}).get("id")) for item in (thing.get("items") or {}).get("data", [])}
    return _plan_at(tariff, prices, thing)


def _plan_billed(tariff: Tariff, invoice: Told) -> str | None:
    """The plan an invoice is for, as ``_plan_named``; a change of plan pays for the new one, and is given back of the old."""
    bought = [line for line in _lines(invoice) if int(line.get("amount") or 0) >= 0]
    prices = {str((line.get("price") or {}).get("id")) for line in bought}
    prices |= {str(((line.get("pricing") or {}).get("price_details") or {}).get("price")) for line in bought}
    return _plan_at(tariff, prices, _details_of(invoice))


def _plan_at(tariff: Tariff, prices: set[str], written: Told) -> str | None:
    by_price = next((plan.name for plan in tariff.plans if plan.stripe_price and plan.stripe_price in prices), None)
    name = by_price or str((written.get("metadata") or {}).get(PLAN, ""))
    return name if name in {plan.name for plan in tariff.plans} else None


def _lines(invoice: Told) -> list[Told]:
    return (invoice.get("lines") or {}).get("data", [])


def _details_of(invoice: Told) -> Told:
    """What an invoice tells of its subscription; Stripe moved it below ``parent`` in 2025."""
    return (invoice.get("parent") or {}).get("subscription_details") or invoice.get("subscription_details") or {}


def _subscription_of(invoice: Told) -> str | None:
    return _details_of(invoice).get("subscription") or invoice.get("subscription")


def _period_end(subscription: Told) -> datetime | None:
    """Of the subscription, or since 2025 of its items."""
    items = (subscription.get("items") or {}).get("data", [])
    ends = [subscription.get("current_period_end"), *(item.get("current_period_end") for item in items)]
    return max((_moment(end) for end in ends if end), default=None)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
