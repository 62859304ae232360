"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.replicate.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "account")
    return f"the key of {told['username']}" if isinstance(told, dict) and told.get("username") else "the key is good"
