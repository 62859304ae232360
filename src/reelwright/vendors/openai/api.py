"""The way to OpenAI."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import bearer, keyed_http


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    return keyed_http(access, bearer(access), timeout_seconds)
