"""Bodies of a size a server can hold in memory."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reelwright.api.errors import answer

LARGEST_BODY = 10_000_000


class BodyLimit:
    """Refuses a larger body: at once when it is announced, else when it has grown too large.

    Paths that begin with one of ``unlimited`` are left to limits of their own.
    """

    def __init__(self, app: ASGIApp, *, unlimited: Sequence[str], largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._unlimited = tuple(unlimited)
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (self._unlimited and scope["path"].startswith(self._unlimited)):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self._largest:
            await answer("TOO_LARGE", self._words, headers={"Connection": "close"})(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._largest:
                raise HTTPException(413, self._words, headers={"Connection": "close"})
            return message

        await self._app(scope, counted, send)

    @property
    def _words(self) -> str:
        return f"the body is larger than {self._largest} bytes"
