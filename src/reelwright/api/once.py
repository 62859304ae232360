"""Creating and spending once: the reply to an ``Idempotency-Key`` is kept for a day and given again to a repetition.

Kept replies are sealed: some hold a token or a secret that is shown once and stored nowhere else as it is.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from reelwright.api.caller import Caller
from reelwright.api.errors import ApiError
from reelwright.app.platform import Platform
from reelwright.business.sealing import seal, unseal
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import IdempotentReply

_CLAIM_AGE = timedelta(minutes=15)
"""After this long, whoever claimed a key and never answered is taken to have died."""
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Makes a repetition of this request safe for a day.",
    ),
]


def once(
    request: Request,
    platform: Platform,
    caller: Caller,
    asked: BaseModel | None,
    make: Callable[[OwnedSession], Any],
    status: int = 202,
) -> JSONResponse:
    """Run ``make`` in one transaction of the caller's and answer what it gives; a repetition with the same key gets the same answer.

    Raises ``ApiError`` ``IDEMPOTENCY_CONFLICT`` when the key came with another request, or its first use is still at work.
    """
    key = _key(request)
    if key is None:
        with platform.database.session_of(caller.user_id) as session:
            return JSONResponse(jsonable_encoder(make(session)), status)
    digest = _digest(request, asked.model_dump_json() if asked else "")
    try:
        with platform.database.session_of(caller.user_id) as session:
            earlier = _earlier(session, key)
            if earlier is not None:
                return _again(platform, earlier, digest)
            row = _claimed(session, key, digest)
            reply = jsonable_encoder(make(session))
            row.reply, row.status = _sealed(platform, row, reply), status
            return JSONResponse(reply, status)
    except IntegrityError:
        raise _at_work() from None


def once_apart(
    request: Request, platform: Platform, caller: Caller, told: str, make: Callable[[], Any], status: int = 202
) -> JSONResponse:
    """As ``once`` for what has transactions of its own, or none: the key is claimed before, the reply written down after.

    ``told`` is what the request asks for. When ``make`` fails the key is free again. A process that dies in between leaves it
    claimed for a quarter of an hour, for nobody knows how far it came.
    """
    key = _key(request)
    if key is None:
        return JSONResponse(jsonable_encoder(make()), status)
    digest = _digest(request, told)
    try:
        with platform.database.session_of(caller.user_id) as session:
            earlier = _earlier(session, key)
            if earlier is not None:
                return _again(platform, earlier, digest)
            row = _claimed(session, key, digest)
    except IntegrityError:
        raise _at_work() from None
    try:
        reply = jsonable_encoder(make())
    except BaseException:
        with platform.database.session_of(caller.user_id) as session:
            session.execute(delete(IdempotentReply).where(IdempotentReply.id == row.id))
        raise
    with platform.database.session_of(caller.user_id) as session:
        kept = session.get(IdempotentReply, row.id)
        if kept is not None:
            kept.reply, kept.status = _sealed(platform, kept, reply), status
    return JSONResponse(reply, status)


def _key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= 255:
        raise ApiError("VALIDATION_ERROR", "an Idempotency-Key has 1 to 255 characters")
    return key


def _digest(request: Request, told: str) -> str:
    return hashlib.sha256(f"{request.method} {request.url.path} {told}".encode()).hexdigest()


def _earlier(session: OwnedSession, key: str) -> IdempotentReply | None:
    """What is known of the key; a claim that was never answered is forgotten in time."""
    row = session.scalar(select(IdempotentReply).where(IdempotentReply.key == key))
    if row is not None and row.status is None and row.created_at < now() - _CLAIM_AGE:
        session.delete(row)
        session.flush()
        return None
    return row


def _claimed(session: OwnedSession, key: str, digest: str) -> IdempotentReply:
    row = IdempotentReply(key=key, request_hash=digest)
    session.add(row)
    session.flush()
    return row


def _again(platform: Platform, earlier: IdempotentReply, digest: str) -> JSONResponse:
    if earlier.request_hash != digest:
        raise ApiError(
            "IDEMPOTENCY_CONFLICT",
            "this Idempotency-Key came with another request",
            hint="use a new key for a new request",
        )
    if earlier.status is None:
        raise _at_work()
    return JSONResponse(_opened(platform, earlier), earlier.status, {"Idempotent-Replayed": "true"})


def _at_work() -> ApiError:
    words = "the first request with this key is still at work"
    return ApiError("IDEMPOTENCY_CONFLICT", words, hint="ask again in a moment")


def _sealed(platform: Platform, row: IdempotentReply, reply: Any) -> dict[str, Any]:
    sealed, sealed_by = seal(platform.secrets, json.dumps(reply).encode(), _context(row))
    return {"sealed": base64.b64encode(sealed).decode("ascii"), "sealedBy": sealed_by}


def _opened(platform: Platform, row: IdempotentReply) -> Any:
    kept = row.reply or {}
    if "sealed" not in kept:  # written down before replies were sealed
        return kept
    return json.loads(unseal(platform.secrets, base64.b64decode(kept["sealed"]), kept["sealedBy"], _context(row)))


def _context(row: IdempotentReply) -> str:
    return f"idempotent-reply:{row.owner_id}:{row.id}"
