"""A sound as its outline: the lowest and highest sample and the root mean square of each pixel's exact share of samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.audio_read import AudioReader
from reelwright.media.probe import probe
from reelwright.units.time import SAMPLE_RATE, half_up

Values = npt.NDArray[np.float32]

MOST_PIXELS_ACROSS = 100_000
_AT_ONCE = 1 << 20
_PEAK_OPACITY = 0.55
"""Of what lies beyond the root mean square, which is drawn in full."""


@dataclass(frozen=True, slots=True)
class Waveform:
    """``low``, ``high`` and ``rms`` of both sides together, one of each per pixel; full scale is 1. ``samples`` at 48 kHz."""

    samples: int
    low: Values
    high: Values
    rms: Values

    @property
    def seconds(self) -> Fraction:
        return Fraction(self.samples, SAMPLE_RATE)

    def as_json(self) -> dict[str, Any]:
        """Plain values, rounded to what 16 bits hold."""
        rows = {"low": self.low, "high": self.high, "rms": self.rms}
        return {
            "seconds": float(self.seconds), "sampleRate": SAMPLE_RATE, "samples": self.samples, "pixels": len(self.low),
            **{name: [round(float(value), 5) for value in values] for name, values in rows.items()},
        }  # fmt: skip


def waveform_of(path: Path, pixels: int) -> Waveform:
    """The outline of a file's sound. Pixel ``i`` of ``n`` stands for samples ``i * samples // n`` up to the next pixel's first.

    Raises ``MediaUnusable`` when the file has no sound.
    """
    info = probe(path)
    if info.audio is None or info.duration is None:
        raise MediaUnusable(f"{path} has no sound")
    samples = max(1, half_up(info.duration * SAMPLE_RATE))
    edges = np.arange(pixels + 1, dtype=np.int64) * samples // pixels
    low, high, rms = (np.zeros(pixels, np.float32) for _ in range(3))
    reader = AudioReader(path)
    try:
        first = 0
        while first < pixels:
            last = max(first + 1, int(np.searchsorted(edges, edges[first] + _AT_ONCE, side="right")) - 1)
            start, count = int(edges[first]), max(1, int(edges[last] - edges[first]))
            block = reader.read(start, count)
            places = edges[first:last] - start
            shares = np.maximum(1, np.diff(np.append(places, edges[last] - start)))
            low[first:last] = np.minimum.reduceat(block.min(axis=1), places)
            high[first:last] = np.maximum.reduceat(block.max(axis=1), places)
            squares = np.add.reduceat((block.astype(np.float64) ** 2).mean(axis=1), places)
            rms[first:last] = np.sqrt(squares / shares)
            first = last
    finally:
        reader.close()
    return Waveform(samples, low, high, rms)


def drawn(wave: Waveform, height: int, color: tuple[int, int, int]) -> npt.NDArray[np.uint8]:
    """(height, pixels, 4) red, green, blue, straight alpha: the outline on nothing, edges in shades. Silence is a line."""
    peak = _covered(np.maximum(wave.high, 0), np.minimum(wave.low, 0), height)
    body = _covered(
        np.minimum(wave.rms, np.maximum(wave.high, 0)), -np.minimum(wave.rms, np.maximum(-wave.low, 0)), height
    )
    alpha = np.maximum(body, peak * _PEAK_OPACITY)
    picture = np.empty((height, len(wave.low), 4), np.uint8)
    picture[..., :3] = color
    picture[..., 3] = np.round(alpha * 255)
    return picture


def _covered(high: Values, low: Values, height: int) -> Values:
    """(height, pixels): how much of each pixel lies between two levels, at least one pixel's height in the middle."""
    middle, half = height / 2, height / 2
    top = np.minimum(middle - np.clip(high, 0, 1) * half, middle - 0.5)
    bottom = np.maximum(middle - np.clip(low, -1, 0) * half, middle + 0.5)
    row = np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(np.clip(np.minimum(bottom, row + 1) - np.maximum(top, row), 0, 1), np.float32)
