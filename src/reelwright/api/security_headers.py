"""What browsers are told to be careful with."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRICT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For answers that are data: nothing in them is to be run, loaded or framed."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: with it, browsers hide the Origin of our own forms too
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HSTS = "max-age=31536000"


class SecurityHeaders:
    """Sets them on every answer that does not bring its own.

    ``policies`` gives a Content-Security-Policy by the beginning of the path, the longest that fits; else ``STRICT_POLICY``.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool, policies: Mapping[str, str]) -> None:
        self._app = app
        self._policies = sorted(policies.items(), key=lambda each: -len(each[0]))
        self._headers = _HEADERS | ({"Strict-Transport-Security": _HSTS} if is_secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self._policy(path))
                if path.startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded)

    def _policy(self, path: str) -> str:
        return next((policy for start, policy in self._policies if path.startswith(start)), STRICT_POLICY)
