"""Sound of which some spans last longer, their pitch kept; the rest is passed through as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.time_stretch import stretched
from reelwright.units.time import SAMPLE_RATE

_BLOCK = SAMPLE_RATE
_BLEND = SAMPLE_RATE // 100
"""10 ms over which a span comes from, and goes back to, the sound around it, so that no click is heard."""

Span = tuple[int, int, int]
"""First sample, sample after the last, and samples that are added."""


def paced_sound(path: Path, spans: Sequence[Span], total: int) -> Iterator[Samples]:
    """Stereo blocks of the first ``total`` samples, and what the spans add to them.

    ``spans`` in order, not overlapping. Memory holds one span at a time. Raises ``MediaUnusable`` for a file without sound.
    """
    reader = AudioReader(path)
    try:
        at = 0
        for start, end, added in spans:
            yield from _plain(reader, at, start)
            yield _longer(reader.read(start, end - start), added)
            at = end
        yield from _plain(reader, at, total)
    finally:
        reader.close()


def _plain(reader: AudioReader, start: int, end: int) -> Iterator[Samples]:
    for at in range(start, end, _BLOCK):
        yield reader.read(at, min(_BLOCK, end - at))


def _longer(sound: Samples, added: int) -> Samples:
    count = len(sound) + added
    speed = len(sound) / count
    longer = np.stack([_fitted(stretched(np.ascontiguousarray(side), speed), count) for side in sound.T], axis=1)
    blend = min(_BLEND, len(sound) // 2)
    if blend:
        ramp = np.linspace(0, 1, blend, dtype=np.float32)[:, None]
        longer[:blend] = longer[:blend] * ramp + sound[:blend] * (1 - ramp)
        longer[-blend:] = longer[-blend:] * (1 - ramp) + sound[-blend:] * ramp
    return longer


def _fitted(side: np.ndarray, count: int) -> np.ndarray:
    result = np.zeros(count, np.float32)
    result[: min(count, len(side))] = side[:count]
    return result
