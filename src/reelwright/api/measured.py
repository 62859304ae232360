"""How long answers take, by route and status."""

from __future__ import annotations

import time

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reelwright.api.route_template import route_template

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Observes the seconds until an answer begins: how long its body takes is the client's line's doing."""

    def __init__(self, app: ASGIApp, *, seconds: Histogram) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start" and not has_begun:
                has_begun = True
                self._observe(scope, message["status"], began)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if not has_begun:
                self._observe(scope, 500, began)
            raise

    def _observe(self, scope: Scope, status: int, began: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._seconds.labels(method, route_template(scope), str(status)).observe(time.perf_counter() - began)
