"""The way to Replicate."""

from __future__ import annotations

from reelwright.http.guard import Guard
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import bearer, keyed_http


def api(access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> VendorHttp:
    """Calls with the key of ``access``; ``guard`` says where the files it makes may lie."""
    return keyed_http(access, bearer(access), timeout_seconds, guard=guard)
