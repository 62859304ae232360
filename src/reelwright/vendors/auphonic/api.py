"""The way to Auphonic, and whether the key is good."""

from __future__ import annotations

from typing import Any

from reelwright.errors import OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import bearer, keyed_http


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    return keyed_http(access, bearer(access), timeout_seconds)


def data_of(http: VendorHttp, method: str, path: str, **sent: Any) -> dict[str, Any]:
    """What an answer wraps in ``data``."""
    told = http.json(method, path, **sent)
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, dict):
        raise OutcomeUnknown(f"{http.title} answered in an unknown shape")
    return data


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    credits = data_of(api(access, 20), "GET", "api/user.json").get("credits")
    return f"{credits:.2f} hours left" if isinstance(credits, (int, float)) else "the key is good"
