"""Whether the keys are good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.kling.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    api(access, 20).json("GET", "v1/videos/text2video", params={"pageNum": 1, "pageSize": 1})
    return "the keys are good"
