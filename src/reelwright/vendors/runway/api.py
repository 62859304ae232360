"""The way to Runway."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.runway.manifest import VENDOR


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    headers = {
        "Authorization": f"Bearer {access.option('api_key')}",
        "X-Runway-Version": access.option("api_version"),
    }
    return VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        headers,
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
    )
