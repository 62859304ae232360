"""Results kept under a hash of their inputs: made once, found again, made anew when anything about them changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.timeline.fingerprint import digest


@dataclass(frozen=True)
class Kept:
    """A stored result: its file, the facts recorded with it, and whether it was made just now."""

    path: Path
    facts: dict[str, Any]
    is_new: bool


class Store:
    """Results in one folder. Beside each file lies ``<name>.json`` with its key, digest and facts, written last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()

    def keep(self, name: str, suffix: str, inputs: dict[str, Any], make: Callable[[Path], dict[str, Any]]) -> Kept:
        """The result for ``inputs``: found whole, or made by ``make``, which writes the file and answers facts.

        ``name`` is for people; ``inputs`` decide. A damaged or half-written result counts as none.
        """
        key = digest(inputs)
        path = self.folder / f"{name}-{key[:12]}{suffix}"
        self._used.add(path.stem)
        record = path.with_suffix(".json")
        facts = _recorded(record, path, key)
        if facts is not None:
            return Kept(path, facts, is_new=False)
        made: dict[str, Any] = {}
        make_atomically(path, lambda part: made.update(make(part)))
        row = {"key": key, "sha256": file_digest(path), "facts": made}
        write_atomically(record, json.dumps(row, ensure_ascii=False, indent=1) + "\n")
        return Kept(path, made, is_new=True)

    def prune(self, most_unused: int = 100) -> None:
        """Forget the oldest results that this run did not use, beyond ``most_unused`` kept for a change of mind."""
        if not self.folder.is_dir():
            return
        unused = [path for path in self.folder.glob("*.json") if path.stem not in self._used]
        for record in sorted(unused, key=lambda path: path.stat().st_mtime)[: max(0, len(unused) - most_unused)]:
            for path in self.folder.glob(f"{record.stem}.*"):
                path.unlink(missing_ok=True)


def _recorded(record: Path, path: Path, key: str) -> dict[str, Any] | None:
    try:
        row = json.loads(record.read_text("utf-8"))
        if row["key"] == key and row["sha256"] == file_digest(path):
            return row["facts"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
