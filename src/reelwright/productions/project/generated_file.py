"""A file we write and a person may edit: whose words are in it now?"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from reelwright.productions.project.atomic_files import write_atomic


@dataclass(frozen=True)
class GeneratedFile:
    """``path`` is the file people see; ``memory`` remembers what we last wrote into it and from which inputs."""

    path: Path
    memory: Path

    def read(self) -> bytes | None:
        """What the file holds, or None when there is none."""
        with contextlib.suppress(OSError):
            return self.path.read_bytes()
        return None

    def edited(self) -> bool:
        """Whether the file holds something else than we wrote: a person's edit, or a file they put there."""
        content = self.read()
        return content is not None and _sha(content) != self._remembered().get("written")

    def made_from(self) -> str | None:
        """The key of the inputs of our last writing, or None when we never wrote it."""
        return self._remembered().get("key")

    def write(self, content: bytes, key: str) -> None:
        """Our own writing. The memory comes first: a stop between the two leaves the old file, which then counts as
        edited only if it differs from both writings. Raises ``OutputUnwritable``.
        """
        if self.read() != content:
            write_atomic(self.memory, _memory_json(key, content, self._remembered().get("written")))
            write_atomic(self.path, content)
        write_atomic(self.memory, _memory_json(key, content, None))

    def keep_edited(self, key: str) -> None:
        """Notes that the edited file was accepted for these inputs, so that the question is not asked again."""
        memory = {"key": key, "written": self._remembered().get("written", "")}
        write_atomic(self.memory, json.dumps(memory).encode())

    def set_aside(self) -> Path:
        """Moves an edited file out of the way under a name of its own, and says where it lies."""
        content = self.path.read_bytes()
        aside = self.path.with_name(f"{self.path.stem}.edited-{_sha(content)[:8]}{self.path.suffix}")
        write_atomic(aside, content)
        return aside

    def _remembered(self) -> dict[str, str]:
        try:
            memory = json.loads(self.memory.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(memory, dict):
            return {}
        # A stop between memory and file: the file still holds the writing before.
        before = memory.get("before")
        if before:
            content = self.read()
            if content is not None and _sha(content) == before:
                return {"written": before}
        return memory


def _memory_json(key: str, content: bytes, before: str | None) -> bytes:
    memory = {"key": key, "written": _sha(content)}
    if before:
        memory["before"] = before
    return json.dumps(memory).encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
