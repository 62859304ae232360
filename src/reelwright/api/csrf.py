"""Refusing what other sites make a browser do in its user's name."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from reelwright.api.errors import ApiError
from reelwright.app.server_settings import ServerSettings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def refuse_other_sites(connection: HTTPConnection, settings: ServerSettings) -> None:
    """Raises ``ApiError`` ``CSRF`` for a changing request (or a WebSocket) that a page of another site made.

    Browsers say so themselves by ``Sec-Fetch-Site`` or ``Origin``, which pages cannot forge. Programs send neither.
    """
    if connection.scope["type"] == "http" and connection.scope["method"] in SAFE_METHODS:
        return
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site in ("same-origin", "none") or (site is None and origin is None):
        return
    if origin is not None and _is_ours(origin.lower(), connection, settings, is_told_apart=site is not None):
        return
    raise ApiError("CSRF", "the request comes from another site", hint="allow it by REELWRIGHT_ALLOWED_ORIGINS")


def _is_ours(origin: str, connection: HTTPConnection, settings: ServerSettings, *, is_told_apart: bool) -> bool:
    if origin in settings.allowed_origins or origin == origin_of_address(settings.public_url):
        return True
    # without Sec-Fetch-Site (plain http in a local network) the host the browser believes it speaks to decides
    return not is_told_apart and urlsplit(origin).netloc == connection.headers.get("host", "").lower() != ""


def origin_of_address(address: str) -> str:
    """Scheme, host and port of an address, as browsers write an origin."""
    parts = urlsplit(address)
    is_default = parts.port is None or parts.port == {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if is_default else f":{parts.port}")
