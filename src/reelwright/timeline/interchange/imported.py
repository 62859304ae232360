"""What an importer answers: a document, and a report of what the document cannot say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["lost", "approximated", "info"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing at ``pointer`` of the source document."""

    severity: Severity
    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """``document`` passes ``read_tree``."""

    document: dict[str, Any]
    report: tuple[Note, ...]


@dataclass
class Report:
    """Gathers notes while importing."""

    notes: list[Note] = field(default_factory=list[Note])

    def lost(self, pointer: str, message: str) -> None:
        self.notes.append(Note("lost", pointer, message))

    def approximated(self, pointer: str, message: str) -> None:
        self.notes.append(Note("approximated", pointer, message))

    def info(self, pointer: str, message: str) -> None:
        self.notes.append(Note("info", pointer, message))
