"""The port of speakers: a recording in, who speaks when out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Turn:
    """``speaker`` is ``A``, ``B`` … in the order in which they first speak; times in seconds."""

    speaker: str
    start: float
    end: float


class SpeakerDiarization(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        """Who speaks when, in order of time; turns of different speakers may overlap. ``speakers`` -1: find out how many.

        Raises ``MediaUnusable``, ``ProviderFailed``.
        """
        ...
