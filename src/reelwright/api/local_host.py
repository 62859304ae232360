"""Keeping other sites' names away from a server without accounts."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from reelwright.api.errors import answer


class LocalHost:
    """Refuses requests that call the server by a name that is not its own.

    A hostile site can make its own name point to 127.0.0.1, and its pages then count as the server's own; only the name in the
    ``Host`` header tells. Loopback names and the public address's are the server's.
    """

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self._app = app
        self._own = urlsplit(public_url).hostname

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_own(Headers(scope=scope).get("host", "")):
            refusal = answer(
                "FORBIDDEN", "the server is not known by this name", hint="set REELWRIGHT_PUBLIC_URL to it"
            )
            await refusal(scope, receive, send)
            return
        if scope["type"] == "websocket" and not self._is_own(Headers(scope=scope).get("host", "")):
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == self._own or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return False
