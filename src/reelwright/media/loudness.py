"""Measuring loudness by EBU R128 (ITU-R BS.1770): integrated loudness and true peak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from reelwright.media.audio_read import Samples
from reelwright.media.filtering import filtered_frames

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770: nothing below it counts."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """``integrated`` in LUFS (at least ``SILENCE_LUFS``), ``true_peak`` in dBTP."""

    integrated: float
    true_peak: float

    @property
    def is_silent(self) -> bool:
        return self.integrated <= SILENCE_LUFS


def measure(blocks: Iterable[Samples]) -> Loudness:
    """Loudness of a whole programme."""
    integrated, peak = SILENCE_LUFS, -120.0
    for frame in filtered_frames(blocks, [("ebur128", "peak=true:metadata=1:framelog=quiet")]):
        found = frame.metadata
        if "lavfi.r128.I" in found:
            integrated = float(found["lavfi.r128.I"])
        peaks = [float(value) for key, value in found.items() if key.startswith("lavfi.r128.true_peaks_ch")]
        peak = max([peak, *(_decibels(value) for value in peaks)])
    return Loudness(max(integrated, SILENCE_LUFS) if isfinite(integrated) else SILENCE_LUFS, peak)


def _decibels(value: float) -> float:
    return value if isfinite(value) else -120.0
