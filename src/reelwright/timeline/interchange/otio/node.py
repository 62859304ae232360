"""Reading an OpenTimelineIO object: its keys by type, with a pointer for everything."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.nested import DEEPEST
from reelwright.timeline.template import escaped

SPACE = "reelwright"
"""Our name among the metadata."""
_DEEPEST = 2 * DEEPEST + 2
"""Lists of children inside each other: a nested stack has its own and its track's."""


@dataclass(frozen=True, eq=False)
class Node:
    """One object of the timeline. Keys that are missing or null are alike."""

    tree: dict[str, Any]
    pointer: str
    report: Report

    @classmethod
    def of(cls, value: Any, pointer: str, report: Report) -> Node:
        """Raises ``InvalidDocument`` when it is not an object that says its schema."""
        if not isinstance(value, dict):
            raise InvalidDocument("should be an object", pointer=pointer)
        node = cls(cast("dict[str, Any]", value), pointer, report)
        if not node.text("OTIO_SCHEMA"):
            raise InvalidDocument("'OTIO_SCHEMA' is missing", pointer=pointer)
        return node

    @property
    def schema(self) -> str:
        """The schema's name without its version."""
        return self.text("OTIO_SCHEMA").rpartition(".")[0] or self.text("OTIO_SCHEMA")

    @property
    def kept(self) -> dict[str, Any]:
        """What we have written into the metadata; empty when that is nothing."""
        metadata = self.tree.get("metadata")
        kept = cast("dict[str, Any]", metadata).get(SPACE) if isinstance(metadata, dict) else None
        return cast("dict[str, Any]", kept) if isinstance(kept, dict) else {}

    def at(self, key: str) -> str:
        return f"{self.pointer}/{escaped(key)}"

    def has(self, key: str) -> bool:
        return self.tree.get(key) is not None

    def text(self, key: str) -> str:
        value = self.tree.get(key)
        if value is not None and not isinstance(value, str):
            raise InvalidDocument("should be text", pointer=self.at(key))
        return value or ""

    def flag(self, key: str, fallback: bool) -> bool:
        value = self.tree.get(key)
        if value is not None and not isinstance(value, bool):
            raise InvalidDocument("should be true or false", pointer=self.at(key))
        return fallback if value is None else value

    def number(self, key: str, fallback: float | None = None) -> float:
        """A finite number. Raises ``InvalidDocument`` when it is missing and has no fallback."""
        value = self.tree.get(key, fallback)
        if value is None:
            value = fallback
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidDocument(
                "should be a number" if self.has(key) else f"{key!r} is missing", pointer=self.at(key)
            )
        if not abs(value) < 1e15 or not isfinite(value):
            raise InvalidDocument("is too large a number, or none", pointer=self.at(key))
        return float(value)

    def node(self, key: str) -> Node | None:
        return Node.of(self.tree[key], self.at(key), self.report) if self.has(key) else None

    def nodes(self, key: str) -> list[Node]:
        """The objects of a list. Raises ``InvalidDocument`` when children lie too deep inside each other."""
        found = self.tree.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            raise InvalidDocument("should be a list", pointer=self.at(key))
        pointer = self.at(key)
        if pointer.count("/children") > _DEEPEST:
            raise InvalidDocument(f"stacks lie inside each other more than {DEEPEST} deep", pointer=self.pointer)
        items = enumerate(cast("list[Any]", found))
        return [Node.of(item, f"{pointer}/{index}", self.report) for index, item in items]
