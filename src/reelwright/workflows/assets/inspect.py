"""What a file is and holds, found out in a process of its own: hostile media can crash or fill that process only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright.errors import LimitExceeded, MediaUnusable, RenderCrashed
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated

LIMITS = Limits(memory=2_000_000_000, processor_seconds=90, seconds=180, file_bytes=20_000_000)
"""The largest pictures that are taken (100 megapixels) fit in this; the file limit is for thumbnails."""
THUMBNAILS = ("thumbnail.jpg", "thumbnail.png")


@dataclass(frozen=True)
class Declared:
    """What the sender says: a plain name, and a content type or nothing."""

    name: str
    content_type: str = ""


@dataclass(frozen=True)
class Inspected:
    """``kind`` and ``content_type`` by the content, ``facts`` as in ``Asset.facts``, ``thumbnail`` a small picture beside the file."""

    kind: str
    content_type: str
    suffix: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    thumbnail: Path | None = None


def inspect(path: Path, declared: Declared, child: str, limits: Limits = LIMITS) -> Inspected:
    """Look into a file that lies in a folder of its own.

    Raises ``MediaUnusable`` for what may not be kept, cannot be read, or needs more memory or time than looking may take.
    """
    request = {"path": str(path.absolute()), "name": declared.name, "type": declared.content_type}
    try:
        found = run_isolated(Task(child, request, limits, what=f"looking into {declared.name}"))
    except (RenderCrashed, LimitExceeded) as error:
        raise MediaUnusable(
            f"{declared.name} cannot be read: {error.message}", hint="convert it to mp4, wav, jpg or png, and send that"
        ) from None
    return Inspected(
        found["kind"], found["content_type"], found["suffix"], found["facts"], _beside(path, found["thumbnail"])
    )


def _beside(path: Path, name: str | None) -> Path | None:
    """A plain file in the file's own folder: a child that a file has taken over must not make us store any other."""
    small = path.with_name(name) if name in THUMBNAILS else None
    return small if small is not None and small.is_file() and not small.is_symlink() else None
