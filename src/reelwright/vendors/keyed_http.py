"""The way to a vendor whose key goes into a header."""

from __future__ import annotations

from collections.abc import Mapping

from reelwright.http.guard import Guard
from reelwright.http.vendor import Reason, VendorHttp
from reelwright.providers.access import Access


def keyed_http(
    access: Access,
    headers: Mapping[str, str],
    timeout_seconds: float = 120.0,
    *,
    missing_hint: str = "",
    reason: Reason | None = None,
    guard: Guard | None = None,
) -> VendorHttp:
    """Calls to the configured address with ``headers``, which carry the key; see ``VendorHttp``. A refused key is told with the
    setting it belongs into, and where to get one."""
    vendor = access.offer.vendor
    return VendorHttp(
        vendor.title,
        access.option("base_url"),
        headers,
        timeout_seconds,
        key_hint=f"set {vendor.variable('api_key')}; {vendor.site}",
        missing_hint=missing_hint,
        reason=reason,
        guard=guard or Guard(),
    )


def bearer(access: Access) -> dict[str, str]:
    """The usual header of a key."""
    return {"Authorization": f"Bearer {access.option('api_key')}"}
