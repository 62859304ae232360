"""The body of a request, as it comes: in pieces, or whole when it is small."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from reelwright.api.errors import ApiError

PIECE = 8 << 20
"""Bytes handed on at once: the size of an object of an upload in a bucket."""


async def pieces(request: Request, size: int = PIECE) -> AsyncIterator[bytes]:
    """The body in pieces of ``size`` bytes, the last one shorter. What came before an interruption comes before its error."""
    gathered = bytearray()
    try:
        async for chunk in request.stream():
            gathered += chunk
            while len(gathered) >= size:
                yield bytes(gathered[:size])
                del gathered[:size]
    except ClientDisconnect:
        if gathered:
            yield bytes(gathered)
        raise
    if gathered:
        yield bytes(gathered)


async def small_body(request: Request, most: int = 65_536) -> bytes:
    """The whole body. Raises ``ApiError`` ``TOO_LARGE``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ApiError("TOO_LARGE", f"the body is larger than {most} bytes")
    return bytes(body)


def announced_length(request: Request) -> int | None:
    """What ``Content-Length`` says; nothing for a body that comes without."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 20 else None


def broken_off() -> ApiError:
    """The answer nobody reads: the sender is gone."""
    return ApiError("BAD_REQUEST", "the transfer broke off", hint="send it again, or go on where it stopped")
