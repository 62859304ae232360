"""One project on disk, used by one run at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.project.atomic import sweep_parts, unwritable
from reelwright.productions.project.store import Store


class Project:
    """``script.md``, ``words.json``, ``timeline.json`` to edit; results in ``speech/``, ``media/``, ``out/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script = folder / "script.md"
        self.words = folder / "words.json"
        self.timeline = folder / "timeline.json"
        self.out = folder / "out"
        self.speech = Store(folder / "speech")
        self.music = Store(folder / "media")
        self.videos = Store(self.out)

    def record(self, name: str) -> Path:
        """Where we remember how ``name`` was made."""
        return self.folder / ".reel" / f"{name}.json"

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the project. Raises ``InvalidInput`` when another run does, ``OutputUnwritable`` without a folder."""
        lock = self.folder / ".reel" / "lock"
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            file = lock.open("w")
        except OSError as error:
            raise unwritable(lock, error) from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InvalidInput(
                    f"another run is working on {self.folder}", hint="wait for it, or use another --project"
                ) from None
            for place in (
                self.folder,
                lock.parent,
                *(store.folder for store in (self.speech, self.music, self.videos)),
            ):
                sweep_parts(place)
            yield
