"""Finding out who calls: by bearer token, API token or cookie; or the one owner of a local server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from starlette.requests import HTTPConnection

from reelwright.api.caller import Caller
from reelwright.api.client_address import origin_of
from reelwright.api.csrf import SAFE_METHODS, refuse_other_sites
from reelwright.api.session_cookies import access_token_of
from reelwright.app.platform import Platform
from reelwright.business.accounts.access_tokens import access_keys, read_access_token, unverified
from reelwright.business.accounts.api_tokens import PREFIX, user_of_token
from reelwright.business.accounts.external_users import FirstSight, person, user_of_person
from reelwright.business.accounts.issuers import Issuers
from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.accounts.scopes import SCOPES, scopes_of
from reelwright.business.accounts.sign_ins import signed_in_user
from reelwright.business.audit import record_alone
from reelwright.database.tables import User
from reelwright.errors import ReelwrightError

Authenticate = Callable[[HTTPConnection], Caller | None]


def authenticate(platform: Platform, issuers: Issuers | None = None) -> Authenticate:
    """A function that says who makes a request (or opens a WebSocket); ``None`` is nobody we know.

    It raises ``ApiError`` ``CSRF`` for a browser that another site sent, and ``IssuerUnavailable`` when a trusted issuer's keys
    cannot be had. It blocks, and is called from threads. Asked again about the same request it remembers.
    """
    find = _local_owner(platform) if platform.settings.is_local else _Accounts(platform, issuers or Issuers())

    def remembered(connection: HTTPConnection) -> Caller | None:
        state = connection.scope.setdefault("state", {})
        if "authentication" not in state:
            try:
                state["authentication"] = find(connection)
            except ReelwrightError as refusal:
                state["authentication"] = refusal
        outcome = state["authentication"]
        if isinstance(outcome, ReelwrightError):
            raise outcome
        return outcome

    return remembered


def _local_owner(platform: Platform) -> Authenticate:
    caller = Caller(platform.local_owner(), "admin", frozenset(SCOPES), "local")

    def find(connection: HTTPConnection) -> Caller:
        refuse_other_sites(connection, platform.settings)  # any page the owner visits could call a local server
        return caller

    return find


class _Accounts:
    """Callers of a server that asks everybody to sign in. The first kind of credentials that is there decides."""

    def __init__(self, platform: Platform, issuers: Issuers) -> None:
        self._platform = platform
        self._keys = access_keys(platform.secrets, platform.settings.public_url)
        self._issuers = issuers

    def __call__(self, connection: HTTPConnection) -> Caller | None:
        scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                return self._by_bearer(bearer.strip(), connection)
            if "x-api-key" in connection.headers:
                return self._by_api_token(connection.headers["x-api-key"].strip())
            cookie = access_token_of(connection, self._platform.settings)
            if not cookie:
                return None
            refuse_other_sites(connection, self._platform.settings)
            return self._noted(self._by_access_token(cookie, "cookie"), connection)
        except SignInRefused:
            return None

    def _by_bearer(self, token: str, connection: HTTPConnection) -> Caller | None:
        if token.startswith(PREFIX):
            return self._by_api_token(token)
        issuer = unverified(token)[1].get("iss")
        if issuer == self._platform.settings.public_url:
            return self._noted(self._by_access_token(token, "bearer"), connection)
        return self._by_external_token(token, issuer, connection)

    def _by_access_token(self, token: str, via: Literal["bearer", "cookie"]) -> Caller | None:
        claims = read_access_token(self._keys, token)
        found = signed_in_user(self._platform.database, claims)
        if found is None:
            return None
        user, admin = found
        return Caller(user.id, user.role, scopes_of(user.role), via, claims.sign_in_id, admin)

    def _noted(self, caller: Caller | None, connection: HTTPConnection) -> Caller | None:
        """What an administrator changes as a user is in the journal."""
        if caller is not None and caller.admin_id is not None and connection.scope.get("method") not in SAFE_METHODS:
            record_alone(
                self._platform.database,
                "impersonation.acted",
                actor=caller.admin_id,
                subject=str(caller.user_id),
                origin=origin_of(connection),
                method=connection.scope.get("method"),
                path=str(connection.scope["path"])[:300],
            )
        return caller

    def _by_api_token(self, secret: str) -> Caller | None:
        found = user_of_token(self._platform.database, secret) if secret.startswith(PREFIX) else None
        if found is None:
            return None
        user, token = found
        return Caller(user.id, user.role, frozenset(token.scopes) & scopes_of(user.role), "token")

    def _by_external_token(self, token: str, issuer: object, connection: HTTPConnection) -> Caller | None:
        for trusted in self._platform.settings.jwt_issuers:
            if trusted.issuer == issuer:
                try:
                    claims = self._issuers.verify(token, trusted.issuer, trusted.audience)
                except SignInRefused:
                    continue  # perhaps meant for another audience of the same issuer
                user = self._user_of(claims, connection)
                return Caller(user.id, user.role, scopes_of(user.role), "external") if user.is_active else None
        return None

    def _user_of(self, claims: dict[str, object], connection: HTTPConnection) -> User:
        """Whom the operator's issuers vouch for may come, even where registration is closed; they begin as users."""
        welcome = FirstSight(is_open=False, invites=True, wants_email=False, may_be_first=False)
        return user_of_person(self._platform.database, person(claims), welcome, origin_of(connection))


def presents_credentials(connection: HTTPConnection, platform: Platform) -> bool:
    """Whether a request comes with anything to tell its caller by."""
    return (
        connection.headers.get("authorization", "").lower().startswith("bearer ")
        or "x-api-key" in connection.headers
        or bool(access_token_of(connection, platform.settings))
    )
