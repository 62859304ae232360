"""Rumble and steady noise taken out of a recording, and levels evened, by filters of libavfilter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.media.audio_read import Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.filtering import Filters, filtered
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.made_sound import blocks_of

_REDUCTION_DB = {"light": 10, "normal": 18, "strong": 30}


class LocalCleaner:
    """The same recording gives the same sound."""

    name = "cleaner"
    version = "1"

    def enhance(self, request: EnhancementRequest) -> Path:
        """See ``providers.enhancement.AudioEnhancement``."""
        if request.keep == "voice-only":
            raise ProviderFailed("the cleaner here takes noise away, not other sounds", hint="ask for `clean`")
        path, target = request.sound, request.folder / "cleaned.flac"
        seconds = float(probe(path).duration or 0)
        chain = _chain(request.strength, _noise_floor_db(blocks_of(path, seconds)))
        cleaned = _counted(filtered(blocks_of(path, seconds), chain), round(seconds * SAMPLE_RATE))
        write_sound(cleaned, target, AudioSettings("flac", None, 24), alone=True)
        return target


def connect(access: Access) -> LocalCleaner:
    """See ``providers.manifest.Offer``."""
    del access
    return LocalCleaner()


def _chain(strength: str, noise_db: float) -> Filters:
    """Filters of libavfilter: rumble below speech, spectral noise reduction down from the recording's own floor, gentle compression."""
    floor = min(-20, max(-80, round(noise_db)))  # what the filter takes
    chain: Filters = [("highpass", "f=75"), ("afftdn", f"nr={_REDUCTION_DB[strength]}:nf={floor}")]
    return (
        chain
        if strength == "light"
        else [*chain, ("acompressor", "threshold=0.15:ratio=2:attack=10:release=250:makeup=1.2")]
    )


def _noise_floor_db(blocks: Iterator[Samples]) -> float:
    """The level (dB of full scale) of the quietest tenth of the recording, in pieces of 50 ms: what is there when nobody speaks."""
    piece = SAMPLE_RATE // 20
    powers: list[float] = []
    for block in blocks:
        whole = block[: len(block) // piece * piece].reshape(-1, piece, 2)
        powers += [float(power) for power in (whole.astype(np.float64) ** 2).mean(axis=(1, 2))]
    quiet = float(np.quantile(powers, 0.1)) if powers else 0.0
    return 10 * math.log10(max(quiet, 1e-12))


def _counted(blocks: Iterator[Samples], count: int) -> Iterator[Samples]:
    """Exactly so many samples: a filter may give a few more or fewer than it got."""
    for block in blocks:
        taken = block[:count]
        count -= len(taken)
        if len(taken):
            yield taken
    if count > 0:
        yield np.zeros((count, 2), np.float32)
