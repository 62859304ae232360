"""The two files of a separation: voices, and what remains when they are taken from the recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.audio_read import Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.probe import probe
from reelwright.media.spectral_mask import cut_to
from reelwright.providers.separation import Separated
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.made_sound import blocks_of

_FLAC = AudioSettings("flac", None, 24)


def seconds_of_sound(path: Path) -> float:
    """Raises ``MediaUnusable`` for a file without sound."""
    info = probe(path)
    if info.audio is None:
        raise MediaUnusable(f"{path.name} has no sound")
    return float(info.duration or 0)


def separated(
    sound: Path, folder: Path, voices_of: Callable[[Iterable[Samples]], Iterable[Samples]], is_rough: bool
) -> Separated:
    """Write ``voice.flac`` and ``background.flac``, which add up to the recording but for the rounding to 24 bits."""
    seconds = seconds_of_sound(sound)
    voice, background = folder / "voice.flac", folder / "background.flac"
    count = round(seconds * SAMPLE_RATE)
    write_sound(cut_to(voices_of(blocks_of(sound, seconds)), count), voice, _FLAC, alone=True)
    write_sound(_remains(sound, voice, seconds), background, _FLAC, alone=True)
    return Separated(voice, background, is_rough)


def _remains(sound: Path, voice: Path, seconds: float) -> Iterator[Samples]:
    for whole, taken in zip(blocks_of(sound, seconds), blocks_of(voice, seconds), strict=True):
        yield whole - taken
