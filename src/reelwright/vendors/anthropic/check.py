"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.anthropic.manifest import VENDOR


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    headers = {"x-api-key": access.option("api_key"), "anthropic-version": "2023-06-01"}
    http = VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        headers,
        timeout_seconds=20,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
    )
    http.json("GET", "v1/models")
    return "the key is good"
