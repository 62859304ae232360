"""Files that we write and a person may edit: an edit is never overwritten by accident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reelwright.errors import InvalidInput
from reelwright.productions.project.atomic import write_atomically

Origin = Literal["made", "kept", "edited"]


@dataclass(frozen=True)
class Authored:
    """A text and where it comes from: made now, kept from before, or edited by a person since it was made."""

    text: str
    origin: Origin
    is_outdated: bool = False
    """Edited by hand, while the inputs it was made from have changed as well."""


def settle(path: Path, record: Path, key: str, make: Callable[[], str], *, is_fresh: bool = False) -> Authored:
    """The text of ``path`` for inputs ``key``. ``record`` remembers what was made from what.

    A file that differs from what was made is a person's: it stays. A file nobody made here is theirs, too. ``is_fresh``
    replaces it all the same, once the new text is made, and sets an edited file aside. Raises ``InvalidInput`` for a
    file that is no text.
    """
    made_key, made_digests = _recorded(record)
    before = _read(path)
    if before is not None and not is_fresh:
        text = before
        if _digest(text) not in made_digests:
            return Authored(text, "edited", is_outdated=made_key not in (None, key))
        if made_key == key and _digest(text) == made_digests[0]:
            return Authored(text, "kept")
    text = make()
    if before is not None and before != text and _digest(before) not in made_digests:
        set_aside(path, before)
    # The record comes first and knows the file before, too: a stop between the two writings must not look like an edit.
    ours = [_digest(before)] if before is not None and _digest(before) in made_digests else []
    write_atomically(record, json.dumps({"key": key, "digests": [_digest(text), *ours]}) + "\n")
    write_atomically(path, text)
    return Authored(text, "made")


def set_aside(path: Path, text: str) -> Path:
    """Keep a person's text under another name beside the file: ``script.edited-1a2b3c4d.md``."""
    aside = path.with_name(f"{path.stem}.edited-{_digest(text)[:8]}{path.suffix}")
    write_atomically(aside, text)
    return aside


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidInput(
            f"{path} is not UTF-8 text", hint="save it as UTF-8, or delete it to have it made anew"
        ) from None
    except OSError as error:
        raise InvalidInput(
            f"cannot read {path}: {error.strerror}", hint="check its rights, or use another --project"
        ) from None


def _recorded(record: Path) -> tuple[str | None, list[str]]:
    """The key of what was made last, and the digests of that text and of the one before."""
    try:
        row = json.loads(record.read_text("utf-8"))
        return str(row["key"]), [str(known) for known in row["digests"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None, []


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
