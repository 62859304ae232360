"""The project folder: where each thing of a production lies.

    script.md      the words, to edit by hand
    speech/        one WAV and one word list per sentence
    words.json     every word of the narration with its times
    timeline.json  the document that is rendered
    media/         composed music and other made media
    out/           rendered videos
    .state/        what was made from what (safe to delete: things are made again)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reelwright.productions.project.disk_errors import writing
from reelwright.productions.project.generated_file import GeneratedFile
from reelwright.productions.project.lock import locked
from reelwright.productions.project.store import ResultStore

UNUSED_KEPT = {"speech": 200, "media": 4, "out": 1}
"""Results no longer in use that stay for an undo, per folder."""


def default_folder(output: Path) -> Path:
    """``talk.mp4`` is made in ``talk.reel/`` beside it."""
    return output.with_name(output.stem + ".reel")


@dataclass(frozen=True)
class Project:
    """An open project folder, locked for this run."""

    folder: Path
    store: ResultStore

    @property
    def script(self) -> GeneratedFile:
        return GeneratedFile(self.folder / "script.md", self.folder / ".state" / "script.json")

    @property
    def timeline(self) -> GeneratedFile:
        return GeneratedFile(self.folder / "timeline.json", self.folder / ".state" / "timeline.json")

    @property
    def words(self) -> Path:
        return self.folder / "words.json"

    @property
    def scratch(self) -> Path:
        """A folder for work in progress, on the same file system as the results."""
        return self.folder / ".state" / "scratch"

    def finish(self) -> None:
        """Tidies up after a successful run."""
        self.store.prune(UNUSED_KEPT)


@contextmanager
def open_project(folder: Path) -> Iterator[Project]:
    """Makes the folder if need be, locks it, clears half-written files. Raises ``OutputUnwritable``."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / ".state" / "lock"):
        project = Project(folder, ResultStore(folder))
        project.store.sweep()
        with writing(project.scratch):
            project.scratch.mkdir(parents=True, exist_ok=True)
        yield project
