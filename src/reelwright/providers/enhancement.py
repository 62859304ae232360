"""The enhancement port: a recording in, the same recording clearer out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class EnhancementRequest:
    """``sound`` is an audio file, or a video with sound. ``voice-only`` takes everything but voices away; ``clean`` keeps the
    room. ``folder`` is a place for files on the way."""

    sound: Path
    folder: Path
    strength: Literal["light", "normal", "strong"] = "normal"
    keep: Literal["clean", "voice-only"] = "clean"


class AudioEnhancement(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def enhance(self, request: EnhancementRequest) -> Path:
        """The sound alone, on the shelf or in the request's folder, as long as the recording within 50 ms.

        Raises ``MediaUnusable``, ``ProviderFailed``."""
        ...
