"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.deepl.api import api, asked


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = asked(api(access, 20), "GET", "v2/usage")
    used, limit = told.get("character_count"), told.get("character_limit")
    return (
        f"{used} of {limit} characters used" if isinstance(used, int) and isinstance(limit, int) else "the key is good"
    )
