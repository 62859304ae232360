"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.assemblyai.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    api(access, 20).json("GET", "v2/transcript", params={"limit": 1})
    return "the key is good"
