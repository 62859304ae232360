"""The port of separation: a recording in, its voices and everything else out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Separated:
    """Two files as long as the recording, at its rate and channels: ``voice`` + ``background`` sound like the recording.

    ``is_rough`` says that voices remain in the background, or the other way round, to an extent a listener notices.
    """

    voice: Path
    background: Path
    is_rough: bool


class SourceSeparation(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def separate(self, sound: Path, folder: Path) -> Separated:
        """Writes into ``folder``; memory does not grow with the length. Raises ``MediaUnusable``, ``ProviderFailed``."""
        ...
