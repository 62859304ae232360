"""The way to Replicate."""

from __future__ import annotations

from reelwright.http.guard import Guard
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.replicate.manifest import VENDOR


def api(access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> VendorHttp:
    """Calls with the key of ``access``; ``guard`` says where the files it makes may lie."""
    headers = {"Authorization": f"Bearer {access.option('api_key')}"}
    return VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        headers,
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
        guard=guard or Guard(),
    )
