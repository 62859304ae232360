"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import keyed_http


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    headers = {"x-api-key": access.option("api_key"), "anthropic-version": "2023-06-01"}
    keyed_http(access, headers, 20).json("GET", "v1/models")
    return "the key is good"
