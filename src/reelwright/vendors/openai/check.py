"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.openai.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "models")
    del told
    return "the key is good"
