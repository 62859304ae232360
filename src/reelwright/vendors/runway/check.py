"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.runway.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    credits = api(access, 20).json("GET", "v1/organization").get("creditBalance")
    return f"{credits} credits" if isinstance(credits, int) else "the key is good"
