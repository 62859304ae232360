"""Voices in the middle of a sound taken out of it. Rough: whatever else is in the middle goes with them in part."""

from __future__ import annotations

from pathlib import Path

from reelwright.media.spectral_mask import masked
from reelwright.providers.access import Access
from reelwright.providers.separation import Separated
from reelwright.vendors.local_separation.voice_mask import CONTEXT, voice_gains
from reelwright.vendors.separated_files import separated


class CentreSeparation:
    """The same recording gives the same files."""

    name = "centre"
    version = "1"

    def separate(self, sound: Path, folder: Path) -> Separated:
        """See ``providers.separation.SourceSeparation``."""
        return separated(sound, folder, lambda blocks: masked(blocks, voice_gains, CONTEXT), is_rough=True)


def connect(access: Access) -> CentreSeparation:
    """See ``providers.manifest.Offer``."""
    del access
    return CentreSeparation()
