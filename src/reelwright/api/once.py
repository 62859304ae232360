"""Creating and spending once: the reply to an ``Idempotency-Key`` is stored in the transaction of what it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reelwright.api.caller import Caller
from reelwright.api.errors import ApiError
from reelwright.app.platform import Platform
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import IdempotentReply

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
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with platform.database.session_of(caller.user_id) as session:
            return JSONResponse(jsonable_encoder(make(session)), status)
    if not 1 <= len(key) <= 255:
        raise ApiError("VALIDATION_ERROR", "an Idempotency-Key has 1 to 255 characters")
    told = f"{request.method} {request.url.path} {asked.model_dump_json() if asked else ''}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    try:
        with platform.database.session_of(caller.user_id) as session:
            earlier = session.scalar(select(IdempotentReply).where(IdempotentReply.key == key))
            if earlier is not None:
                return _again(earlier, digest)
            row = IdempotentReply(key=key, request_hash=digest)
            session.add(row)
            session.flush()
            row.reply, row.status = jsonable_encoder(make(session)), status
            return JSONResponse(row.reply, status)
    except IntegrityError:
        raise ApiError(
            "IDEMPOTENCY_CONFLICT", "the first request with this key is still at work", hint="ask again in a moment"
        ) from None


def _again(earlier: IdempotentReply, digest: str) -> JSONResponse:
    if earlier.request_hash != digest:
        raise ApiError(
            "IDEMPOTENCY_CONFLICT",
            "this Idempotency-Key came with another request",
            hint="use a new key for a new request",
        )
    return JSONResponse(earlier.reply, earlier.status or 202, {"Idempotent-Replayed": "true"})
