"""Where a page may send a browser next: nowhere but to this server."""

from __future__ import annotations


def own_path(wanted: str, otherwise: str) -> str:
    """``wanted`` if it is a path here. Browsers read \\ as /, and skip control characters."""
    is_path = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_path else otherwise
