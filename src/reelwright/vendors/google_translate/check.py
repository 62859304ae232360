"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.google_translate.api import api, asked


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = asked(api(access, 20), "GET", "language/translate/v2/languages", params={"target": "en"})
    return f"the key is good; {len(told['data']['languages'])} languages"
