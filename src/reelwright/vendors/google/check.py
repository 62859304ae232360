"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.google.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "v1beta/models")
    del told
    return "the key is good"
