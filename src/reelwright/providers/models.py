"""Models on this machine: named ones in one folder, and any by its path. Nothing here fetches: see ``app.models``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, OutputUnwritable, ProviderNeeded

RECORD = "model.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that can be fetched by a name of ours.

    ``repo`` is one of the hub's (``owner/name``), ``files`` the paths in it, where ``*`` stands for any part of a file's name.
    ``revision`` is a branch, tag or commit. ``sha256`` pins files by path; for others the hub's own checksum counts.
    """

    name: str
    title: str
    repo: str
    files: tuple[str, ...]
    licence: str
    revision: str = "main"
    megabytes: int = 0
    """About how much there is to fetch."""
    sha256: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class StoredModel:
    """``path`` is its folder, or the file or folder it was added from. ``record`` says where it came from, with checksums."""

    name: str
    path: Path
    record: dict[str, Any]

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        files = [self.path] if self.path.is_file() else [path for path in self.path.rglob("*") if path.is_file()]
        return sum(path.stat().st_size for path in files)


@dataclass(frozen=True)
class ModelStore:
    """A folder with a folder for each model, whose ``model.json`` is written last: a model is here whole, or not at all."""

    folder: Path

    def models(self) -> tuple[StoredModel, ...]:
        """By name; those whose files have gone are left out."""
        found = [self.model(path.parent.name) for path in sorted(self.folder.glob(f"*/{RECORD}"))]
        return tuple(model for model in found if model is not None)

    def model(self, name: str) -> StoredModel | None:
        """A model by its name, or nothing when it is not here."""
        if not _NAME.fullmatch(name):
            return None
        folder = self.folder / name
        try:
            record = json.loads((folder / RECORD).read_text("utf-8"))
            path = Path(record["at"]) if record.get("at") else folder
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return StoredModel(name, path, record) if path.exists() else None

    def find(self, wish: str) -> Path:
        """What a name or a path leads to: a file or a folder.

        Raises ``ProviderNeeded`` when it is not here, saying how it is got.
        """
        stored = self.model(wish)
        if stored is not None:
            return stored.path
        path = Path(wish).expanduser()
        if wish and path.exists() and not (_NAME.fullmatch(wish) and path.is_dir()):
            return path.resolve()
        if _NAME.fullmatch(wish) and "." not in wish:
            raise ProviderNeeded(f"the model {wish!r} is not here", hint=f"reel models get {wish}")
        raise ProviderNeeded(
            f"there is no model {wish!r}", hint="`reel models list` shows what is here and what there is"
        )

    def place(self, name: str) -> Path:
        """The folder a model of this name has or would have. Raises ``InvalidInput`` for a name that is none."""
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                f"{name[:60]!r} is no name for a model", hint="letters, digits, dots, dashes and underscores"
            )
        return self.folder / name

    def keep_record(self, folder: Path, record: dict[str, Any]) -> None:
        """Write a model's record into its folder, at once and whole. Raises ``OutputUnwritable``."""
        part = folder / f".{RECORD}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
            part.replace(folder / RECORD)
        except OSError as error:
            raise OutputUnwritable(f"{folder} cannot be written: {error.strerror}") from None
