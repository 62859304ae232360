"""Whether the key is good; spends nothing."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.deepgram.api import api


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    projects = api(access, 20).json("GET", "v1/projects").get("projects")
    names = [str(row.get("name")) for row in projects if isinstance(row, dict)] if isinstance(projects, list) else []
    return f"the key is good (project {', '.join(names)})" if names else "the key is good"
