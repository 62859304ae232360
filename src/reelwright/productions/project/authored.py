"""Files that we write and a person may edit: an edit is never overwritten by accident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.productions.project.atomic import write_atomically

Origin = Literal["made", "kept", "edited"]


@dataclass(frozen=True)
class Authored:
    """A text and where it comes from: made now, kept from before, or edited by a person since it was made."""

    text: str
    origin: Origin
    is_outdated: bool = False
    """Edited by hand, while the inputs it was made from have changed as well."""


def settle(path: Path, record: Path, key: str, make: Callable[[], str]) -> Authored:
    """The text of ``path`` for inputs ``key``. ``record`` remembers what was made from what.

    A file that differs from what was made is a person's: it stays. A file nobody made here is theirs, too.
    """
    made_key, made_digest = _recorded(record)
    if path.exists():
        text = path.read_text("utf-8")
        if _digest(text) != made_digest:
            return Authored(text, "edited", is_outdated=made_key not in (None, key))
        if made_key == key:
            return Authored(text, "kept")
    text = make()
    write_atomically(record, json.dumps({"key": key, "digest": _digest(text)}) + "\n")
    write_atomically(path, text)
    return Authored(text, "made")


def _recorded(record: Path) -> tuple[str | None, str | None]:
    try:
        row = json.loads(record.read_text("utf-8"))
        return row["key"], row["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        return None, None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
