"""Answers that cost nothing but a call, kept on disk so that they are not asked for again too soon."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_FILES = 5000


@dataclass(frozen=True)
class FolderAnswers:
    """One JSON file for each answer in ``folder``, named by a hash of what was asked. The oldest are forgotten."""

    folder: Path

    def fresh(self, asked: Any, seconds: float | None) -> Any:
        """The answer to ``asked`` (JSON) of the last ``seconds`` (``None``: ever); ``None`` when there is none."""
        try:
            row = json.loads(self._path(asked).read_text("utf-8"))
            is_fresh = seconds is None or 0 <= time.time() - float(row["at"]) < seconds
            return row["answer"] if is_fresh else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, asked: Any, answer: Any) -> None:
        """Keep an answer (JSON). A disk that cannot be written to only means that it is asked for again."""
        path = self._path(asked)
        part = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"at": time.time(), "answer": answer}, ensure_ascii=False), "utf-8")
            part.replace(path)
            self._forget_oldest()
        except OSError:
            with suppress(OSError):
                part.unlink()

    def _path(self, asked: Any) -> Path:
        told = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return self.folder / f"{hashlib.sha256(told.encode()).hexdigest()[:40]}.json"

    def _forget_oldest(self) -> None:
        files = list(self.folder.glob("*.json"))
        if len(files) > _MOST_FILES:
            for path in sorted(files, key=lambda path: path.stat().st_mtime)[: len(files) - _MOST_FILES * 9 // 10]:
                path.unlink(missing_ok=True)
