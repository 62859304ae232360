"""The studio's own style sheet, scripts and pictures, each under an address that changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp"}
_FOLDER = files("reelwright.studio") / "static"


@cache
def contents() -> dict[str, bytes]:
    """All files by name."""
    found = {each.name: each.read_bytes() for each in _FOLDER.iterdir() if each.name.endswith(tuple(CONTENT_TYPES))}
    return dict(sorted(found.items()))


@cache
def version() -> str:
    """Of all files together: modules import each other by plain names."""
    digest = hashlib.sha256()
    for name, content in contents().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def address_of(name: str) -> str:
    """Where a browser finds a file. Raises ``KeyError`` for one that is not there."""
    contents()[name]
    return f"/static/{version()}/{name}"
