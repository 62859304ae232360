"""Mastering: the whole mix brought to a loudness, with its true peaks kept below full scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelwright.media.audio_read import Samples
from reelwright.media.filtering import Filters, filtered
from reelwright.media.loudness import Loudness, measure
from reelwright.units.level import gain_of_db
from reelwright.units.time import SAMPLE_RATE

CEILING_DBTP = -1.6
"""Left for the AAC encoder, whose own ripple may add half a decibel: the file stays below -1 dBTP."""
_MOST_GAIN_DB = 30.0
_ROUNDS = 4
_TOLERANCE_LU = 0.1


@dataclass(frozen=True)
class Master:
    """The final sound in a raw file of float32 stereo, and what it measures."""

    path: Path
    samples: int
    loudness: Loudness

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[Samples]:
        """The samples in blocks of a second."""
        yield from raw_blocks(self.path, self.samples, first, last)


def raw_blocks(path: Path, samples: int, first: int = 0, last: int | None = None) -> Iterator[Samples]:
    data = np.memmap(path, np.float32, "r", shape=(samples, 2))
    end = samples if last is None else last
    for start in range(first, end, SAMPLE_RATE):
        yield np.array(data[start : min(end, start + SAMPLE_RATE)])


def keep(blocks: Iterator[Samples], path: Path) -> int:
    """Write blocks to a raw file; answers how many samples there were."""
    count = 0
    with path.open("wb") as file:
        for block in blocks:
            file.write(np.ascontiguousarray(block, np.float32).tobytes())
            count += len(block)
    return count


def master(mixed: Path, samples: int, target: float | None, folder: Path) -> Master:
    """Bring a mix to ``target`` LUFS (``None``: leave its level, only limit it). Silence stays silence."""
    before = measure(raw_blocks(mixed, samples))
    gain = 0.0 if target is None or before.is_silent else min(target - before.integrated, _MOST_GAIN_DB)
    if before.is_silent or (abs(gain) < _TOLERANCE_LU and before.true_peak <= CEILING_DBTP):
        return Master(mixed, samples, before)
    result, path = before, mixed
    for turn in range(_ROUNDS):
        path = folder / f"master-{turn}.f32"
        is_limited = before.true_peak + gain > CEILING_DBTP
        _process(mixed, samples, gain, is_limited, path)
        if not is_limited:  # a plain gain moves both figures by itself
            return Master(path, samples, Loudness(before.integrated + gain, before.true_peak + gain))
        result = measure(raw_blocks(path, samples))
        missing = 0.0 if target is None else target - result.integrated
        if abs(missing) <= _TOLERANCE_LU or gain + missing > _MOST_GAIN_DB:
            break
        gain += missing
    return Master(path, samples, result)


def _process(mixed: Path, samples: int, gain_db: float, limited: bool, path: Path) -> None:
    blocks = (block * np.float32(gain_of_db(gain_db)) for block in raw_blocks(mixed, samples))
    kept = keep(_exactly(filtered(blocks, _limiter()), samples) if limited else blocks, path)
    assert kept == samples


def _limiter() -> Filters:
    """A look-ahead limiter at four times the sample rate, so that peaks between samples count."""
    limit = gain_of_db(CEILING_DBTP)
    return [
        ("aresample", str(4 * SAMPLE_RATE)),
        ("alimiter", f"limit={limit:.6f}:attack=4:release=60:level=0:latency=1"),
        ("aresample", str(SAMPLE_RATE)),
    ]


def _exactly(blocks: Iterator[Samples], samples: int) -> Iterator[Samples]:
    """Cut or fill with silence to a count of samples."""
    left = samples
    for block in blocks:
        if left <= 0:
            continue
        yield block[:left]
        left -= len(block)
    if left > 0:
        yield np.zeros((left, 2), np.float32)
