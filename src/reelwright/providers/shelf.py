"""Where media that providers made are kept, by content, so that a paid call can be answered from the books."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reelwright.errors import NotFound

_NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")


class Shelf(Protocol):
    def put(self, content: bytes | Path, suffix: str) -> str:
        """Keep a file's content; the answer names it (SHA-256 and ``suffix``, such as ``.png``). A path is read, not moved."""
        ...

    def path(self, name: str) -> Path:
        """A file to read. Raises ``NotFound`` for one that is not (any more) there."""
        ...


@dataclass(frozen=True)
class FolderShelf:
    """A shelf in one folder, which is made when it is needed."""

    folder: Path

    def put(self, content: bytes | Path, suffix: str) -> str:
        data = content.read_bytes() if isinstance(content, Path) else content
        name = f"{hashlib.sha256(data).hexdigest()}{suffix.lower()}"
        target = self.folder / name
        if not target.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f"{name}.{uuid.uuid4().hex[:8]}.part"
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        return name

    def path(self, name: str) -> Path:
        target = self.folder / name
        if not _NAME.fullmatch(name) or not target.is_file():
            raise NotFound(f"the paid file {name[:80]} is not here any more")
        return target
