"""The cookies of a signed-in browser: out of reach for scripts, not sent along by other sites."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from reelwright.app.server_settings import ServerSettings
from reelwright.business.accounts.access_tokens import LIFETIME
from reelwright.business.accounts.sign_ins import REFRESH_LIFETIME, SignedIn

AUTH_PATH = "/api/auth"
"""Where alone the refresh token is sent to."""
_LOGIN_SECONDS = 600


@dataclass(frozen=True)
class CookieNames:
    """Prefixed where the server is reached by https, so that no other host of the domain can plant them.

    ``__Host-`` demands the path /, so that the two that are bound to a path have ``__Secure-``.
    """

    access: str
    refresh: str
    login: str


def cookie_names(settings: ServerSettings) -> CookieNames:
    host, secure = ("__Host-", "__Secure-") if is_secure(settings) else ("", "")
    return CookieNames(f"{host}reelwright_access", f"{secure}reelwright_refresh", f"{secure}reelwright_login")


def is_secure(settings: ServerSettings) -> bool:
    return settings.public_url.startswith("https://")


def set_session(response: Response, settings: ServerSettings, signed_in: SignedIn) -> None:
    """Give the browser its tokens."""
    names = cookie_names(settings)
    access_seconds, refresh_seconds = int(LIFETIME.total_seconds()), int(REFRESH_LIFETIME.total_seconds())
    _set(response, settings, names.access, signed_in.access_token, "/", access_seconds)
    _set(response, settings, names.refresh, signed_in.refresh_token, AUTH_PATH, refresh_seconds)


def set_acting(response: Response, settings: ServerSettings, signed_in: SignedIn) -> None:
    """Let an administrator's browser look as another user; its own sign-in comes back by the refresh token it keeps."""
    _set(response, settings, cookie_names(settings).access, signed_in.access_token, "/", int(LIFETIME.total_seconds()))


def end_acting(response: Response, settings: ServerSettings) -> None:
    _set(response, settings, cookie_names(settings).access, "", "/", 0)


def clear_session(response: Response, settings: ServerSettings) -> None:
    names = cookie_names(settings)
    _set(response, settings, names.access, "", "/", 0)
    _set(response, settings, names.refresh, "", AUTH_PATH, 0)


def set_pending_login(response: Response, settings: ServerSettings, sealed: str) -> None:
    """What a login at another service needs on its return; an empty one forgets it."""
    name = cookie_names(settings).login
    _set(response, settings, name, sealed, AUTH_PATH, _LOGIN_SECONDS if sealed else 0)


def access_token_of(connection: HTTPConnection, settings: ServerSettings) -> str:
    return connection.cookies.get(cookie_names(settings).access, "")


def refresh_token_of(connection: HTTPConnection, settings: ServerSettings) -> str:
    return connection.cookies.get(cookie_names(settings).refresh, "")


def pending_login_of(connection: HTTPConnection, settings: ServerSettings) -> str:
    return connection.cookies.get(cookie_names(settings).login, "")


def _set(response: Response, settings: ServerSettings, name: str, value: str, path: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=path, secure=is_secure(settings), httponly=True, samesite="lax"
    )
