"""The port of sync scores: a video and a sound in, how well the mouths fit the sound out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reelwright.providers.lip_sync import SpokenSpan


@dataclass(frozen=True, slots=True)
class SyncScore:
    """``distance`` between mouths and sound at the best offset (LSE-D, lower is better), ``confidence`` (LSE-C, higher is better):
    how far the median of all offsets lies above it. ``offset_ms`` above 0: the sound comes too late. ``seconds`` were listened to.

    Chung & Zisserman, "Out of time: automated lip sync in the wild", 2016; the names are those of Prajwal et al., 2020.
    """

    offset_ms: float
    distance: float
    confidence: float
    seconds: float


class SyncScoring(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def score(self, video: Path, sound: Path, spans: tuple[SpokenSpan, ...]) -> SyncScore | None:
        """``sound`` begins with the video's first picture. ``None`` where no face speaks for long enough.

        Raises ``MediaUnusable``, ``ProviderFailed``."""
        ...
