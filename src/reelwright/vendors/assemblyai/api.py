"""The way to AssemblyAI."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.assemblyai.manifest import VENDOR


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    return VendorHttp(
        VENDOR.title,
        access.option("base_url"),
        {"Authorization": access.option("api_key")},
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
    )
