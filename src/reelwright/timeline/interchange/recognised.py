"""A document out of parsed JSON of any format we know, told by what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.otio.timeline import import_timeline, is_timeline
from reelwright.timeline.interchange.shotstack.edit import import_edit, is_edit


def as_document(tree: Mapping[str, Any]) -> Imported:
    """The document, and what was lost on the way; our own documents lose nothing. Raises ``InvalidDocument`` for another thing."""
    if is_timeline(tree):
        return import_timeline(dict(tree))
    if is_edit(tree):
        return import_edit(dict(tree))
    if not isinstance(tree.get("tracks", []), list):
        raise InvalidDocument("'tracks' is a list", pointer="/tracks", hint="see /api/documents/schema")
    return Imported(dict(tree), ())
