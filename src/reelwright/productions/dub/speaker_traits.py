"""What a speaker's voice is like, from the segments they speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.media.audio_read import AudioReader
from reelwright.productions.dub.document import Segment, Speaker
from reelwright.productions.dub.pitch import RATE, median_pitch, pitches
from reelwright.units.time import SAMPLE_RATE

_LISTENED_MS = 40_000
"""Of each speaker: the longest segments first, for a voice is clearest where it goes on."""
_PIECE_MS = 15_000
_FACTOR = SAMPLE_RATE // RATE


def speaker_pitches(sound: Path, segments: Sequence[Segment]) -> dict[str, float]:
    """The median fundamental frequency (Hz) of each speaker; 0 where it cannot be told. Raises ``MediaUnusable``."""
    chosen: list[Segment] = []
    listened: dict[str, int] = {}
    for each in sorted(segments, key=lambda each: -each.duration_ms):
        if listened.get(each.speaker, 0) < _LISTENED_MS:
            listened[each.speaker] = listened.get(each.speaker, 0) + min(each.duration_ms, _PIECE_MS)
            chosen.append(each)
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in listened}
    reader = AudioReader(sound)
    try:
        for each in sorted(chosen, key=lambda each: each.start_ms):
            count = min(each.duration_ms, _PIECE_MS) * SAMPLE_RATE // 1000
            samples = reader.read(each.start_ms * SAMPLE_RATE // 1000, count).mean(axis=1)
            found[each.speaker].append(pitches(lowered(samples)))
    finally:
        reader.close()
    return {name: round(median_pitch(np.concatenate(rows)), 1) for name, rows in found.items()}


def with_pitches(speakers: Sequence[Speaker], found: dict[str, float]) -> tuple[Speaker, ...]:
    """The speakers with what was found; a pitch already known stays."""
    return tuple(replace(each, pitch_hz=each.pitch_hz or found.get(each.id, 0.0)) for each in speakers)


def lowered(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """48 kHz to 16 kHz: means of three, for only what lies far below 8 kHz is looked at."""
    return samples[: len(samples) // _FACTOR * _FACTOR].reshape(-1, _FACTOR).mean(axis=1, dtype=np.float32)
