"""Webhooks and their deliveries."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import PlatformDep, Reader, Writer, in_person
from reelwright.api.errors import not_found
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.webhooks.events import EVENTS, Event
from reelwright.business.webhooks.keeping import WebhookChange, add_webhook, change_webhook, rotate_secret
from reelwright.business.webhooks.queueing import queue_test, replay
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Delivery, Webhook

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])

_WEBHOOK_COLUMNS = {"createdAt": Webhook.created_at, "url": Webhook.url, "id": Webhook.id}
_DELIVERY_COLUMNS = {
    "createdAt": Delivery.created_at,
    "event": Delivery.event,
    "state": Delivery.state,
    "id": Delivery.id,
}


class WebhookShown(Wire):
    id: uuid.UUID
    url: str
    events: list[str]
    """None named is all."""
    is_active: bool
    created_at: datetime
    updated_at: datetime


class WebhookWithSecret(WebhookShown):
    secret: str
    """Checks the signatures. Shown this once."""


class DeliveryShown(Wire):
    id: uuid.UUID
    event: str
    job_id: uuid.UUID | None
    payload: dict[str, Any]
    state: str
    """``pending``, ``sending``, ``delivered`` or ``failed``."""
    attempts: int
    next_at: datetime | None
    """Of the next attempt."""
    response_status: int | None
    response_text: str
    """The beginning of the last answer, or why there was none."""
    created_at: datetime
    delivered_at: datetime | None


class WebhookAsked(Asked):
    url: str = Field(min_length=1, max_length=2000)
    events: list[Event] = Field(default_factory=list, max_length=len(EVENTS))
    is_active: bool = True


class WebhookChangeAsked(Asked):
    """What is not named stays."""

    url: str = Field("", min_length=1, max_length=2000)
    events: list[Event] = Field(default_factory=list, max_length=len(EVENTS))
    is_active: bool = True


class RotationAsked(Asked):
    keep_old_hours: int = Field(24, ge=0, le=168)
    """How long the secret before still signs as well; 0 for one that leaked."""


@router.post(
    "",
    status_code=201,
    summary="Add a webhook; the answer holds its secret, this once",
    response_model=Success[WebhookWithSecret],
)
def create(
    request: Request, asked: WebhookAsked, platform: PlatformDep, caller: Writer, _key: IdempotencyKey = None
) -> JSONResponse:
    in_person(caller)

    def make(session: OwnedSession) -> Success[WebhookWithSecret]:
        return Success(data=new_webhook(session, platform, asked), message="keep the secret: it is not shown again")

    return once(request, platform, caller, asked, make, 201)


def new_webhook(session: OwnedSession, platform: Platform, asked: WebhookAsked) -> WebhookWithSecret:
    """A webhook with its secret. Raises ``InvalidInput`` for an address that cannot be called."""
    webhook, secret = add_webhook(session, platform.secrets, asked.url, asked.events, is_active=asked.is_active)
    return _with_secret(webhook, secret)


@router.get("", summary="Your webhooks")
def index(platform: PlatformDep, caller: Reader, paging: Annotated[Paging, Query()]) -> Success[Page[WebhookShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, select(Webhook), paging, _WEBHOOK_COLUMNS)
        items = [WebhookShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{webhook_id}", summary="One webhook")
def show(webhook_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[WebhookShown]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=WebhookShown.model_validate(_found(session, webhook_id)))


@router.patch("/{webhook_id}", summary="Change a webhook's address or events, or switch it on or off")
def change(
    webhook_id: uuid.UUID, asked: WebhookChangeAsked, platform: PlatformDep, caller: Writer
) -> Success[WebhookShown]:
    named = asked.model_dump(exclude_unset=True)
    if "events" in named:
        named["events"] = tuple(named["events"])
    with platform.database.session_of(caller.user_id) as session:
        webhook = _found(session, webhook_id)
        change_webhook(session, webhook, WebhookChange(**named))
        return Success(data=WebhookShown.model_validate(webhook))


@router.delete("/{webhook_id}", summary="Remove a webhook and its deliveries")
def remove(webhook_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[None]:
    with platform.database.session_of(caller.user_id) as session:
        session.delete(_found(session, webhook_id))
    return Success(data=None, message="removed")


@router.post(
    "/{webhook_id}/rotate",
    summary="Give a webhook a new secret; the answer holds it, this once",
    response_model=Success[WebhookWithSecret],
)
def rotate(
    webhook_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: RotationAsked | None = None,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    in_person(caller)
    in_person(caller)
    keep_old = timedelta(hours=(asked or RotationAsked.model_validate({})).keep_old_hours)

    def make(session: OwnedSession) -> Success[WebhookWithSecret]:
        webhook = _found(session, webhook_id, is_changing=True)
        secret = rotate_secret(session, webhook, platform.secrets, now(), keep_old)
        return Success(data=_with_secret(webhook, secret), message="keep the secret: it is not shown again")

    return once(request, platform, caller, asked, make, 200)


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    summary="Send a webhook.test event",
    response_model=Success[DeliveryShown],
)
def send_test(
    webhook_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Writer, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[DeliveryShown]:
        return Success(data=new_test(session, webhook_id), message="on its way")

    return once(request, platform, caller, None, make)


def new_test(session: OwnedSession, webhook_id: uuid.UUID) -> DeliveryShown:
    """A ``webhook.test`` event on its way. Raises ``ApiError`` ``NOT_FOUND``."""
    delivery = queue_test(session, _found(session, webhook_id))
    session.flush()
    return DeliveryShown.model_validate(delivery)


@router.get("/{webhook_id}/deliveries", summary="What was sent to a webhook, and how it went")
def deliveries(
    webhook_id: uuid.UUID, platform: PlatformDep, caller: Reader, paging: Annotated[Paging, Query()]
) -> Success[Page[DeliveryShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        _found(session, webhook_id)
        query = select(Delivery).where(Delivery.webhook_id == webhook_id)
        rows, pagination = listed(session, query, paging, _DELIVERY_COLUMNS)
        items = [DeliveryShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    summary="Send a delivery once more",
    response_model=Success[DeliveryShown],
)
def replay_delivery(
    webhook_id: uuid.UUID,
    delivery_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[DeliveryShown]:
        webhook = _found(session, webhook_id)
        delivery = session.scalar(
            select(Delivery).where(Delivery.id == delivery_id, Delivery.webhook_id == webhook.id).with_for_update()
        )
        if delivery is None:
            raise not_found("delivery")
        replay(session, webhook, delivery)
        session.flush()
        return Success(data=DeliveryShown.model_validate(delivery), message="on its way")

    return once(request, platform, caller, None, make)


def _found(session: OwnedSession, webhook_id: uuid.UUID, *, is_changing: bool = False) -> Webhook:
    webhook = session.get(Webhook, webhook_id, with_for_update=is_changing or None)
    if webhook is None:
        raise not_found("webhook")
    return webhook


def _with_secret(webhook: Webhook, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret(**WebhookShown.model_validate(webhook).model_dump(), secret=secret)
