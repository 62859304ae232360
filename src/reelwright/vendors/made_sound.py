"""Sound that vendors make: listened to before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from reelwright.errors import MediaUnusable, OutcomeUnknown
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.binary_kind import binary_kind
from reelwright.media.probe import probe
from reelwright.providers.shelf import Shelf
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE

_HEAD_BYTES = 65_536


def keep_sound(data: bytes, shelf: Shelf, title: str) -> str:
    """Its name on the shelf. Raises ``OutcomeUnknown`` for what is no sound: it may have been paid for."""
    with TemporaryDirectory(prefix="reelwright-") as folder:
        path = Path(folder) / "sound"
        path.write_bytes(data)
        path = checked_sound(path, title)
        return shelf.put(path, path.suffix)


def checked_sound(path: Path, title: str) -> Path:
    """The file, renamed to the suffix of what it is. Raises ``OutcomeUnknown`` for what is no sound."""
    with path.open("rb") as file:
        found = binary_kind(file.read(_HEAD_BYTES))
    named = path.with_suffix(found.suffix)
    path.rename(named)
    try:
        if found.kind not in ("audio", "video") or probe(named).audio is None:
            raise MediaUnusable("there is no sound in it")
    except MediaUnusable:
        raise OutcomeUnknown(f"{title} sent something that is no sound") from None
    return named


def keep_as_long(path: Path, seconds: float, folder: Path, shelf: Shelf) -> str:
    """Sound cut, or filled up with silence, to a length; its name on the shelf (FLAC, 16 bits)."""
    target = folder / f"{path.stem}-fitted.flac"
    write_sound(blocks_of(path, seconds), target, AudioSettings("flac", None, 16), alone=True)
    return shelf.put(target, ".flac")


def blocks_of(path: Path, seconds: float) -> Iterator[Samples]:
    """So many seconds of a file in blocks of one: it may be long. Beyond its end is silence."""
    reader = AudioReader(path)
    try:
        total = round(seconds * SAMPLE_RATE)
        for start in range(0, total, SAMPLE_RATE):
            yield reader.read(start, min(SAMPLE_RATE, total - start))
    finally:
        reader.close()


def sound_samples(path: Path) -> Samples:
    """(count, 2), the whole of it."""
    duration = probe(path).duration
    reader = AudioReader(path)
    try:
        samples = reader.read(0, round(float(duration or 0) * SAMPLE_RATE))
    finally:
        reader.close()
    return np.ascontiguousarray(samples)
