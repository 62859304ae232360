"""The clones of one person at one machine: a folder for each, with its sample and its record, and a journal of what was done."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reelwright.errors import InvalidInput, NotFound, OutputUnwritable, QuotaExceeded
from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.productions.voices.clone import VoiceClone, clone_from, clone_tree
from reelwright.productions.voices.library import Change

MOST = 200
_RECORD, _SAMPLE, _JOURNAL = "voice.json", "sample.wav", "journal.jsonl"


@dataclass(frozen=True)
class FolderLibrary:
    """See ``library.VoiceLibrary``. The folder is made when it is needed, for its owner alone."""

    folder: Path

    def clones(self) -> Sequence[VoiceClone]:
        return sorted(
            (each for each in self._all() if each.state != "removed"), key=lambda each: (each.name.casefold(), each.id)
        )

    def add(self, clone: VoiceClone, sample: Path) -> None:
        with self._alone():
            known = [each for each in self._all() if each.state not in ("removing", "removed")]
            if any(each.name.casefold() == clone.name.casefold() for each in known):
                raise InvalidInput(
                    f"there is a clone called {clone.name!r} already",
                    hint="choose another name, or delete that one first",
                )
            if len(known) >= MOST:
                raise QuotaExceeded(f"there are {MOST} clones already", hint="delete one: `reel voices delete`")
            place = self.folder / clone.id
            place.mkdir(mode=0o700)
            make_atomically(place / _SAMPLE, lambda part: part.write_bytes(sample.read_bytes()))
            self._write(clone)
            self._tell("voice.cloned", clone.id, clone.consent.digest if clone.consent else "")

    def sample(self, clone: VoiceClone) -> Path:
        path = self.folder / clone.id / _SAMPLE
        if not path.is_file():
            raise NotFound(f"the sample of {clone.name} is not here any more", hint="clone the voice again")
        return path

    def change(self, clone_id: str, change: Change) -> VoiceClone:
        with self._alone():
            before = next((each for each in self._all() if each.id == clone_id), None)
            if before is None:
                raise NotFound("there is no such voice")
            after = change(before)
            if after == before:
                return before
            if after.state in ("removing", "removed"):
                (self.folder / clone_id / _SAMPLE).unlink(missing_ok=True)
            self._write(after)
            if after.state != before.state:
                self._tell(f"voice.{after.state}", clone_id, after.consent_digest)
            return after

    def _all(self) -> list[VoiceClone]:
        found: list[VoiceClone] = []
        for path in sorted(self.folder.glob(f"*/{_RECORD}")) if self.folder.is_dir() else []:
            try:
                found.append(clone_from(json.loads(path.read_text("utf-8"))))
            except (OSError, ValueError):
                raise InvalidInput(f"{path} cannot be read", hint="it was changed by hand: mend or remove it") from None
        return found

    def _write(self, clone: VoiceClone) -> None:
        text = json.dumps(clone_tree(clone), ensure_ascii=False, indent=1) + "\n"
        write_atomically(self.folder / clone.id / _RECORD, text)

    def _tell(self, action: str, clone_id: str, consent_digest: str) -> None:
        """What was said is not in the journal: it would outlive its withdrawal."""
        row = {
            "at": datetime.now(UTC).isoformat(), "action": action, "voice": clone_id, "by": user_here(),
            "consentDigest": consent_digest,
        }  # fmt: skip
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self.folder / ".lock").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise OutputUnwritable(f"{self.folder} cannot be written: {error.strerror}") from None


def user_here() -> str:
    """The name of the system's user, or their number where they have none (in containers)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
