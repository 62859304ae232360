"""The way to Stability AI, and whether the key is good."""

from __future__ import annotations

from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import bearer, keyed_http


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    return keyed_http(access, bearer(access), timeout_seconds, reason=_reason)


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "v1/user/balance")
    credits = told.get("credits") if isinstance(told, dict) else None
    return f"{credits:.2f} credits" if isinstance(credits, (int, float)) else "the key is good"


def _reason(status: int, body: Any) -> str:
    """``errors`` with the ``name`` they go by: ``content_moderation`` is told by the name alone."""
    errors = body.get("errors") if isinstance(body, dict) else None
    if not isinstance(errors, list) or not errors:
        return ""
    return f"{'; '.join(map(str, errors))} ({body.get('name', '')})"
