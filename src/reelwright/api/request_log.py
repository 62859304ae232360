"""One line in the log for every request and every socket."""

from __future__ import annotations

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reelwright.api.caller import Caller
from reelwright.api.route_template import route_template

log = structlog.get_logger(__name__)
_QUIET = ("/health/", "/metrics")
"""Asked for every few seconds by machines: told at the level debug."""


class RequestLog:
    """Stands inside ``RequestId``, so that its lines have the request's id. Never tells a query string or a path's values."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        seen: dict[str, Any] = {}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            elif message["type"] == "websocket.close":
                seen["closed"] = message.get("code", 1000)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # is told of in full where it is answered
            seen.setdefault("status" if scope["type"] == "http" else "closed", 500 if scope["type"] == "http" else 1011)
            raise
        finally:
            _tell(scope, seen, (time.perf_counter() - began) * 1000)


def _tell(scope: Scope, seen: dict[str, Any], milliseconds: float) -> None:
    caller = scope.get("state", {}).get("caller")
    who = {"user": str(caller.user_id), "via": caller.via} if isinstance(caller, Caller) else {}
    facts = {"route": route_template(scope), "ms": round(milliseconds, 1)} | seen | who
    if scope["type"] == "websocket":
        log.info("socket_closed", **facts)
        return
    write = log.debug if scope["path"].startswith(_QUIET) else log.info
    write("request", method=scope["method"], **facts)
