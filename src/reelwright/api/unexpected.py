"""Faults of ours answered inside the other guards, so that this answer too has their headers."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reelwright.api.errors import unexpected_answer


class Unexpected:
    """Answers for an application that failed before it answered, and lets the failure go on to the server's log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] == "http" and not has_begun:
                await unexpected_answer(scope["path"], error)(scope, receive, send)
            raise
