"""The files a document names: every ``src``, and addresses among the values given to documents inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

ADDRESS = re.compile(r"(?:https?://|asset:)\S+\Z", re.IGNORECASE)
"""What has to be fetched before it can be read."""


def document_sources(tree: Any) -> dict[str, str]:
    """Each source and the JSON pointer of where it is first named, in document order."""
    found: dict[str, str] = {}
    for source, pointer in _walk(tree, "", is_value=False):
        found.setdefault(source, pointer)
    return found


def _walk(tree: Any, pointer: str, *, is_value: bool) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in cast("dict[str, Any]", tree).items():
            here = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if isinstance(value, str):
                if key == "src" or (is_value and ADDRESS.match(value)):
                    yield value, here
            else:
                yield from _walk(value, here, is_value=is_value or key == "variables")
    elif isinstance(tree, list):
        for index, value in enumerate(cast("list[Any]", tree)):
            if isinstance(value, str):
                if is_value and ADDRESS.match(value):
                    yield value, f"{pointer}/{index}"
            else:
                yield from _walk(value, f"{pointer}/{index}", is_value=is_value)
