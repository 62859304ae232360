"""Measuring loudness by EBU R128 (ITU-R BS.1770): integrated loudness and true peak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from reelwright.media.audio_read import Samples
from reelwright.media.filtering import filtered_frames
from reelwright.units.level import SILENCE_DB, db_of_gain

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
    integrated, peak = SILENCE_LUFS, SILENCE_DB
    for frame in filtered_frames(blocks, [("ebur128", "peak=true:metadata=1:framelog=quiet")]):
        found = frame.metadata
        if "lavfi.r128.I" in found:
            integrated = float(found["lavfi.r128.I"])
        # The filter prints loudness in LUFS but peaks as plain factors of full scale.
        peaks = [float(value) for key, value in found.items() if key.startswith("lavfi.r128.true_peaks_ch")]
        peak = max([peak, *(db_of_gain(value) for value in peaks if isfinite(value))])
    return Loudness(max(integrated, SILENCE_LUFS) if isfinite(integrated) else SILENCE_LUFS, peak)
