"""The way to Google Gemini."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.google.manifest import VENDOR


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    headers = {"x-goog-api-key": access.option("api_key")}
    return VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        headers,
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
    )
