"""A document's files, named from another folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast


def moved_sources(tree: Any, base: Path, folder: Path) -> Any:
    """The tree of a document or clip with every relative file in it, named from ``base`` until now, named from ``folder``.

    Placeholders and addresses stay as they are.
    """
    start, end = (os.path.abspath(place) for place in (base, folder))
    return tree if start == end else _moved(tree, start, end)


def _moved(tree: Any, base: str, folder: str) -> Any:
    if isinstance(tree, list):
        return [_moved(item, base, folder) for item in cast("list[Any]", tree)]
    if not isinstance(tree, dict):
        return tree
    return {
        key: _source(value, base, folder)
        if key in ("src", "lut") and isinstance(value, str)
        else _moved(value, base, folder)
        for key, value in cast("dict[str, Any]", tree).items()
    }


def _source(source: str, base: str, folder: str) -> str:
    if source.startswith("~") or os.path.isabs(source) or "://" in source or "{{" in source:
        return source
    return os.path.relpath(os.path.join(base, source), folder)
