"""Credits, plans and payments, where the operator sells them (``REELWRIGHT_BILLING``)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from pydantic import Field
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from reelwright.api.caller import PlatformDep, Reader, SignedInUser, in_person
from reelwright.api.errors import ApiError
from reelwright.api.listing import listed
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.app.selling import shop_of
from reelwright.business.billing.messages import read_message, take_in
from reelwright.business.billing.till import portal, sell_pack, sell_plan
from reelwright.business.credits.invariants import open_holds
from reelwright.business.credits.tariff import Plan, Price, Tariff
from reelwright.database.tables import CreditAccount, CreditEntry, CreditLot, Invoice, Subscription

router = APIRouter(prefix="/api", tags=["credits"])
_Paging = Annotated[Paging, Query()]
_ENTRIES = {"createdAt": CreditEntry.created_at, "id": CreditEntry.id}
_INVOICES = {"createdAt": Invoice.issued_at, "id": Invoice.id}


class Expiring(Wire):
    credits: int
    expires_at: datetime


class Balance(Wire):
    """``balance`` is free to be used; ``held`` is set aside for work that goes on. ``expiring`` says what is lost when, soonest first."""

    balance: int
    held: int
    plan: str
    renews_at: datetime | None
    expiring: list[Expiring]


class EntryShown(Wire):
    """``amount`` changes the balance; ``used`` is what was charged for good."""

    id: int
    kind: str
    amount: int
    used: int
    job_id: uuid.UUID | None
    note: str
    created_at: datetime


class PlanShown(Wire):
    """``monthlyPrice`` in the currency's smallest unit. ``providers`` are those the server's own keys pay at; ``*`` is all."""

    name: str
    title: str
    summary: str
    monthly_price: int
    currency: str
    monthly_credits: int
    most_minutes: int
    most_height: int
    most_jobs: int
    storage_bytes: int
    providers: list[str]


class PackShown(Wire):
    name: str
    credits: int
    price: int
    currency: str


class Offered(Wire):
    """``prices`` are credits for a minute of each kind of work, and at least."""

    plans: list[PlanShown]
    packs: list[PackShown]
    prices: dict[str, dict[str, int]]


class SubscriptionShown(Wire):
    plan: str
    state: str
    period_ends_at: datetime | None
    ends_with_period: bool


class InvoiceShown(Wire):
    """``amount`` in the currency's smallest unit."""

    id: uuid.UUID
    number: str
    amount: int
    currency: str
    state: str
    issued_at: datetime
    page_url: str
    pdf_url: str


class PackAsked(Asked):
    pack: str = Field(min_length=1, max_length=40, examples=["500"])


class PlanAsked(Asked):
    plan: str = Field(min_length=1, max_length=40, examples=["pro"])


class PayingPage(Wire):
    """Where the browser goes on."""

    url: str


@router.get("/plans", summary="What is sold: plans, packs of credits, and what work costs")
def plans(platform: PlatformDep) -> Success[Offered]:
    tariff = _tariff(platform)
    return Success(
        data=Offered(
            plans=[_plan(tariff, plan) for plan in tariff.plans],
            packs=[
                PackShown(name=p.name, credits=p.credits, price=p.price, currency=tariff.currency) for p in tariff.packs
            ],
            prices={kind: _price(price) for kind, price in tariff.prices.items()},
        )
    )


@router.get("/credits/balance", summary="My credits")
def balance(platform: PlatformDep, caller: Reader) -> Success[Balance]:
    tariff = _tariff(platform)
    with platform.database.reader_of(caller.user_id) as session:
        account = session.scalar(select(CreditAccount).where(CreditAccount.owner_id == caller.user_id))
        held = session.execute(open_holds(CreditEntry.owner_id == caller.user_id)).all()
        expiring = select(CreditLot.expires_at, func.sum(CreditLot.left)).where(
            CreditLot.left > 0, CreditLot.expires_at.is_not(None)
        )
        lots = session.execute(expiring.group_by(CreditLot.expires_at).order_by(CreditLot.expires_at)).all()
    return Success(
        data=Balance(
            balance=account.balance if account else 0,
            held=-sum(row[0].amount for row in held),
            plan=tariff.plan(account.plan if account else "").name,
            renews_at=account.granted_until if account else None,
            expiring=[Expiring(credits=int(left), expires_at=moment) for moment, left in lots if moment],
        )
    )


@router.get("/credits/ledger", summary="What became of my credits")
def ledger(platform: PlatformDep, caller: Reader, paging: _Paging) -> Success[Page[EntryShown]]:
    _tariff(platform)
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, select(CreditEntry), paging, _ENTRIES)
        items = [EntryShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post("/credits/topup", summary="Buy a pack of credits: the page where it is paid for", status_code=201)
def topup(platform: PlatformDep, caller: SignedInUser, asked: PackAsked) -> Success[PayingPage]:
    _tariff(platform)
    in_person(caller)
    return Success(data=PayingPage(url=sell_pack(shop_of(platform), platform.database, caller.user_id, asked.pack)))


@router.post("/subscriptions", summary="Subscribe to a plan: the page where it is paid for", status_code=201)
def subscribe(platform: PlatformDep, caller: SignedInUser, asked: PlanAsked) -> Success[PayingPage]:
    _tariff(platform)
    in_person(caller)
    with platform.database.reader_of(caller.user_id) as session:
        going_on = session.scalar(
            select(Subscription.id).where(Subscription.state.in_(("active", "trialing", "past_due"))).limit(1)
        )
    if going_on is not None:
        raise ApiError(
            "CONFLICT", "there is a subscription already", hint="change it on the page of POST /api/billing/portal"
        )
    return Success(data=PayingPage(url=sell_plan(shop_of(platform), platform.database, caller.user_id, asked.plan)))


@router.get("/subscriptions", summary="The plans I subscribed to")
def subscriptions(platform: PlatformDep, caller: Reader) -> Success[list[SubscriptionShown]]:
    _tariff(platform)
    with platform.database.reader_of(caller.user_id) as session:
        rows = session.scalars(select(Subscription).order_by(Subscription.created_at.desc())).all()
        return Success(data=[SubscriptionShown.model_validate(row) for row in rows])


@router.get("/billing/invoices", summary="My invoices")
def invoices(platform: PlatformDep, caller: Reader, paging: _Paging) -> Success[Page[InvoiceShown]]:
    _tariff(platform)
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, select(Invoice), paging, _INVOICES)
        items = [InvoiceShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post("/billing/portal", summary="My cards, invoices and plan: the payment service's page", status_code=201)
def own_page(platform: PlatformDep, caller: SignedInUser) -> Success[PayingPage]:
    _tariff(platform)
    in_person(caller)
    return Success(data=PayingPage(url=portal(shop_of(platform), platform.database, caller.user_id)))


@router.post("/billing/webhook", summary="Messages of the payment service")
async def webhook(
    request: Request, platform: PlatformDep, stripe_signature: Annotated[str, Header(max_length=2000)] = ""
) -> dict[str, Any]:
    """Signed by Stripe. A message that comes twice changes nothing the second time."""
    tariff = _tariff(platform)
    message = read_message(shop_of(platform), await request.body(), stripe_signature)
    acted = await run_in_threadpool(take_in, platform.database, tariff, message)
    return {"received": True, "acted": acted}


def _tariff(platform: Platform) -> Tariff:
    if platform.tariff is None:
        raise ApiError("NOT_FOUND", "this server sells no credits", hint="the operator sets REELWRIGHT_BILLING")
    return platform.tariff


def _plan(tariff: Tariff, plan: Plan) -> PlanShown:
    return PlanShown.model_validate(plan.model_dump(exclude={"stripe_price"}) | {"currency": tariff.currency})


def _price(price: Price) -> dict[str, int]:
    return {"minute": price.minute, "least": price.least}
