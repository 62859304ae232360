"""Names of clips."""

from __future__ import annotations

import re


def identifier(alias: str) -> str:
    """A name of theirs as one of ours."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", alias)
    return name if re.match(r"[A-Za-z_]", name) else f"_{name}"
