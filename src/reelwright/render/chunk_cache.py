"""Finished chunks kept on disk, found again by their key; the least recently used go first."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from reelwright.media.video_write import writing

MOST_BYTES = 2_000_000_000
_SUFFIXES = (".nut", ".mkv", ".mov", ".sound", ".json")


@dataclass(frozen=True)
class ChunkCache:
    """A folder of chunk files. Files appear whole or not at all, so several renders may share it."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def find(self, key: str, suffix: str = ".nut") -> Path | None:
        """The chunk, marked as used now; ``None`` when it is not there."""
        path = self._path(key, suffix)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def hold(self, key: str, place: Path) -> Path | None:
        """A chunk with the suffix of ``place``, there for as long as ``place`` is, whoever prunes the cache meanwhile."""
        path = self.find(key, place.suffix)
        if path is None:
            return None
        try:
            os.link(path, place)
        except OSError:  # another disk, or one without links
            return self.find(key, place.suffix)
        return place

    def keep(self, key: str, chunk: Path, suffix: str = ".nut") -> Path:
        """Move a finished chunk in. Raises ``OutputUnwritable``."""
        path = self._path(key, suffix)
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            shutil.move(chunk, part)
            os.replace(part, path)
        return path

    def prune(self) -> None:
        """Forget what was used longest ago until the rest fits."""
        held = 0
        for used, size, path in sorted(self._files(), reverse=True):
            held += size
            if held > self.most_bytes and used:
                path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[float, int, Path]]:
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*.*"):
            if path.suffix not in _SUFFIXES:
                continue
            try:
                facts = path.stat()
            except OSError:
                continue
            found.append((facts.st_mtime, facts.st_size, path))
        return found

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / f"{key}{suffix}"
