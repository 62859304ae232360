"""Reading a Shotstack object: its known keys, with a pointer for everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.strict import suggestion
from reelwright.timeline.template import escaped


@dataclass(frozen=True)
class Source:
    """One object of the source document. Every key it may have has to be named by ``only``."""

    tree: dict[str, Any]
    pointer: str
    report: Report

    @classmethod
    def of(cls, value: Any, pointer: str, report: Report) -> Source:
        """Raises ``InvalidDocument`` when it is not an object."""
        if not isinstance(value, dict):
            raise InvalidDocument("should be an object", pointer=pointer)
        return cls(cast("dict[str, Any]", value), pointer, report)

    def only(self, *known: str) -> Source:
        """Refuse keys that Shotstack does not know here."""
        for key in self.tree:
            if key not in known:
                raise InvalidDocument(
                    f"unknown key {key!r}; {suggestion(key, list(known))}", pointer=f"{self.pointer}/{escaped(key)}"
                )
        return self

    def at(self, key: str) -> str:
        return f"{self.pointer}/{escaped(key)}"

    def has(self, key: str) -> bool:
        return self.tree.get(key) is not None

    def get(self, key: str, fallback: Any = None) -> Any:
        value = self.tree.get(key)
        return fallback if value is None else value

    def text(self, key: str, fallback: str | None = None) -> str:
        value = self.get(key, fallback)
        if not isinstance(value, str):
            raise InvalidDocument("should be text" if self.has(key) else f"{key!r} is missing", pointer=self.at(key))
        return value

    def number(self, key: str, fallback: float | None = None) -> float:
        value = self.get(key, fallback)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidDocument(
                "should be a number" if self.has(key) else f"{key!r} is missing", pointer=self.at(key)
            )
        return float(value)

    def choice(self, key: str, known: dict[str, Any], fallback: str) -> str:
        """A name of a table. Raises ``InvalidDocument`` with the nearest one."""
        name = str(self.get(key, fallback))
        if name not in known:
            raise InvalidDocument(f"there is no {key} {name!r}; {suggestion(name, list(known))}", pointer=self.at(key))
        return name

    def inner(self, key: str) -> Source:
        return Source.of(self.get(key, {}), self.at(key), self.report)

    def items(self, key: str) -> Iterator[Source]:
        """The objects of a list."""
        found = self.get(key, [])
        if not isinstance(found, list):
            raise InvalidDocument("should be a list", pointer=self.at(key))
        for index, item in enumerate(cast("list[Any]", found)):
            yield Source.of(item, f"{self.at(key)}/{index}", self.report)

    def lost(self, key: str, message: str) -> None:
        if self.has(key):
            self.report.lost(self.at(key), message)
