"""Voices and background apart, by ElevenLabs: its isolation tells the voices, the rest of the recording is the background."""

from __future__ import annotations

from pathlib import Path

from reelwright.providers.access import Access
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.providers.separation import Separated
from reelwright.vendors.elevenlabs.isolation import ElevenLabsIsolation
from reelwright.vendors.guided_mask import by_rendering
from reelwright.vendors.separated_files import separated


class ElevenLabsSeparation:
    """A recording whose voices were isolated before costs nothing again."""

    version = "audio-isolation-1/1"

    def __init__(self, access: Access, timeout_seconds: float = 900.0, most_bytes: int = 500_000_000) -> None:
        self._isolation = ElevenLabsIsolation(access, timeout_seconds, most_bytes)

    @property
    def name(self) -> str:
        return self._isolation.name

    def separate(self, sound: Path, folder: Path) -> Separated:
        """See ``providers.separation.SourceSeparation``."""
        voices = self._isolation.enhance(EnhancementRequest(sound, folder, keep="voice-only"))
        return separated(sound, folder, lambda blocks: by_rendering(sound, voices, blocks), is_rough=False)


def connect(access: Access) -> ElevenLabsSeparation:
    """See ``providers.manifest.Offer``."""
    return ElevenLabsSeparation(access)
