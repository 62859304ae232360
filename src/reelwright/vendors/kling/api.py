"""The way to Kling: every call carries a token of half an hour, signed with the secret key."""

from __future__ import annotations

import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.kling.manifest import VENDOR

_TOKEN_SECONDS = 1800
_EARLY_SECONDS = 5
"""Clocks differ."""
_NO_BALANCE = frozenset({1101, 1102})
_CONTENT = 1301


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with a fresh token; ask for it anew after a wait."""
    token = signed(access.option("access_key"), access.option("secret_key"), time.time())
    return VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        {"Authorization": f"Bearer {token}"},
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('access_key')} and {VENDOR.variable('secret_key')}; {VENDOR.site}",
        reason=_reason,
    )


def signed(access_key: str, secret_key: str, now: float) -> str:
    """A token (JWT, HS256) of a time in seconds since 1970."""
    claims = {"iss": access_key, "exp": int(now) + _TOKEN_SECONDS, "nbf": int(now) - _EARLY_SECONDS}
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(secret_key))


def _reason(status: int, body: Any) -> str:
    """``message``, with what Kling's ``code`` means where the status does not tell: an empty account answers 429."""
    if not isinstance(body, dict) or not body.get("message"):
        return ""
    meaning = "insufficient balance" if body.get("code") in _NO_BALANCE else ""
    meaning = "content policy" if body.get("code") == _CONTENT else meaning
    return f"{body['message']} ({meaning})" if meaning else str(body["message"])
