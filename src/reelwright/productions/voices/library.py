"""The library of clones: what a place for them has to do, and the one that is no place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from reelwright.errors import NotFound
from reelwright.productions.voices.clone import VoiceClone

Change = Callable[[VoiceClone], VoiceClone]


class VoiceLibrary(Protocol):
    """Where one person's clones are kept."""

    def clones(self) -> Sequence[VoiceClone]:
        """All of them but those that are removed everywhere, by name."""
        ...

    def add(self, clone: VoiceClone, sample: Path) -> None:
        """Keep a new clone with (a copy of) its sample. Raises ``InvalidInput`` for a name that is taken, ``QuotaExceeded``."""
        ...

    def sample(self, clone: VoiceClone) -> Path:
        """Its sample, to read. Raises ``NotFound`` when it is not (any more) there."""
        ...

    def change(self, clone_id: str, change: Change) -> VoiceClone:
        """The clone after a change of its record; nobody else changes it meanwhile. Its sample goes when it is removed.

        Raises ``NotFound``."""
        ...


class NoLibrary:
    """For runs of nobody: there are no clones, and none is kept."""

    def clones(self) -> Sequence[VoiceClone]:
        return ()

    def add(self, clone: VoiceClone, sample: Path) -> None:
        raise NotFound("there is no library to keep a voice in")

    def sample(self, clone: VoiceClone) -> Path:
        raise NotFound("there are no samples here")

    def change(self, clone_id: str, change: Change) -> VoiceClone:
        raise NotFound("there is no such voice")


def usable_clones(library: VoiceLibrary) -> list[VoiceClone]:
    """Those that can speak."""
    return [each for each in library.clones() if each.state == "ready"]


def clone_named(library: VoiceLibrary, name: str) -> VoiceClone:
    """A clone that can speak, by its name (in small or large letters). Raises ``NotFound``."""
    found = usable_clones(library)
    for each in found:
        if each.name.casefold() == name.casefold():
            return each
    near = get_close_matches(name, [each.name for each in found], n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}?" if near else "`reel voices list` lists them; `reel voices clone` makes one"
    )
    raise NotFound(f"there is no clone called {name[:60]!r}", hint=hint)
