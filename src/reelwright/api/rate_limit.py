"""No caller takes more than their share, and nobody guesses passwords for long."""

from __future__ import annotations

import hashlib

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reelwright.api.authentication import Authenticate, presents_credentials
from reelwright.api.caller import Caller
from reelwright.api.client_address import counted_address
from reelwright.api.errors import ApiError, answer
from reelwright.api.rates import Rates, Standing
from reelwright.app.platform import Platform
from reelwright.business.counted_acts import count_act
from reelwright.errors import ReelwrightError

GUESSES_PER_MINUTE = 10
_GUESSED_AT = {
    "/api/auth/login": "login",
    "/api/users/login": "login",
    "/api/auth/register": "register",
    "/api/users/register": "register",
    "/api/auth/password/forgot": "forgot",
    "/api/auth/password/reset": "reset",
    "/login": "login",
    "/register": "register",
    "/password/forgot": "forgot",
    "/password/reset": "reset",
}
_UNLIMITED = ("/health/", "/static/")
_FRAMES, _FRAMES_FOR_ONE = "/edit/frame", 6
"""Who drags a playhead asks for ten pictures a second; they are counted by themselves, so many for each other request."""


class RateLimit:
    """Counts each request to its user, or to its address while it is nobody's. Local mode has one user and no limit.

    Wrong credentials are counted to the address by themselves; when there were too many, none from there are looked at for a
    while, so that guessing costs no more than a lookup in memory.
    """

    def __init__(self, app: ASGIApp, *, platform: Platform, authenticate: Authenticate, rates: Rates) -> None:
        self._app = app
        self._platform = platform
        self._authenticate = authenticate
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._platform.settings.is_local or scope["path"].startswith(_UNLIMITED):
            await self._app(scope, receive, send)
            return
        standing = await self._stand(HTTPConnection(scope))
        if standing is None:
            await self._app(scope, receive, send)
            return
        if not standing.is_within:
            as_page = getattr(scope["app"].state, "refused_page", None)  # people get a page, where there are any
            refused = as_page(Request(scope), _WORDS, _hint(standing), standing.headers) if as_page else None
            await (refused or _refusal(standing))(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in standing.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, told)

    @property
    def _per_minute(self) -> int:
        return self._platform.in_force.last().settings.requests_per_minute

    async def _stand(self, connection: HTTPConnection) -> Standing | None:
        address = counted_address(connection)
        path = connection.scope["path"].rstrip("/")
        if path in _GUESSED_AT and connection.scope["method"] == "POST":
            guesses = await anyio.to_thread.run_sync(
                guessed, self._rates, self._platform, _GUESSED_AT[path], "address", address
            )
            if not guesses.is_within or not self._per_minute:
                return guesses
        if not self._per_minute:
            return None
        if not presents_credentials(connection, self._platform):
            return self._rates.take(self._per_minute, "address", address)
        refused = self._rates.look(self._per_minute, "refused", address)
        if not refused.is_within:
            return refused
        caller = await anyio.to_thread.run_sync(self._caller, connection)
        if caller is None:
            return self._rates.take(self._per_minute, "refused", address)
        if path.endswith(_FRAMES):
            return self._rates.take(self._per_minute * _FRAMES_FOR_ONE, "frames", str(caller.user_id))
        return self._rates.take(self._per_minute, "user", str(caller.user_id))

    def _caller(self, connection: HTTPConnection) -> Caller | None:
        try:
            self._platform.in_force()  # here in a thread it may be looked up
            return self._authenticate(connection)
        except ReelwrightError:  # remembered, and raised again where the path wants a caller
            return None


def guessed(rates: Rates, platform: Platform, *who: str) -> Standing:
    """Count an attempt here, and where all processes do. Whoever has had their share here costs the database nothing."""
    standing = rates.take(GUESSES_PER_MINUTE, *who)
    if not standing.is_within:
        return standing
    seconds = count_act(platform.database, GUESSES_PER_MINUTE, *who)
    return standing if seconds is None else Standing(False, GUESSES_PER_MINUTE, 0, max(1, round(seconds)))


def limit_guesses(request: Request, what: str, email: str) -> None:
    """Count an attempt at an address, wherever it comes from. Raises ``ApiError`` ``RATE_LIMITED``."""
    rates: Rates = request.app.state.rates
    key = hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()
    standing = guessed(rates, request.app.state.platform, what, "email", key)
    if not standing.is_within:
        raise ApiError("RATE_LIMITED", _WORDS, hint=_hint(standing), headers=standing.headers)


_WORDS = "too many requests"


def _refusal(standing: Standing) -> ASGIApp:
    return answer("RATE_LIMITED", _WORDS, hint=_hint(standing), headers=standing.headers)


def _hint(standing: Standing) -> str:
    return f"come back in {standing.seconds} seconds"
