"""Writing sound: encoded once per codec, to lie beside pictures or to stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.media.audio_read import Samples
from reelwright.media.video_write import MOVIE_TIMESCALE, writing
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class _Kind:
    """libav's names of encoder and container, and the sample formats by bits."""

    encoder: str
    container: str
    sample_formats: dict[int, str]


_MOVIE = {"movie_timescale": MOVIE_TIMESCALE}
_KINDS = {
    "aac": _Kind("aac", "mp4", {0: "fltp"}),
    "opus": _Kind("libopus", "webm", {0: "flt"}),
    "mp3": _Kind("libmp3lame", "mp3", {0: "fltp"}),
    "flac": _Kind("flac", "flac", {16: "s16", 24: "s32"}),
    "pcm": _Kind("pcm_s{bits}le", "mov", {16: "s16", 24: "s32"}),
}
_OPTIONS = {"mp4": _MOVIE, "mov": _MOVIE, "webm": {"fflags": "+bitexact"}}


def write_sound(
    blocks: Iterable[Samples], path: Path, settings: AudioSettings, *, alone: bool = False, title: str | None = None
) -> None:
    """Encode stereo blocks. The encoder's priming is marked so that players skip it. Raises ``OutputUnwritable``.

    ``alone``: as a file of its own (``.m4a``, ``.wav`` …), with its index first; else in the container the pictures will have.
    """
    kind = _KINDS[settings.codec]
    bits = settings.bits or 0
    container, options = kind.container, dict(_OPTIONS.get(kind.container, {}))
    if alone and settings.codec == "pcm":
        container, options = "wav", {}
    if alone and settings.codec == "aac":
        container, options = "ipod", options | {"movflags": "+faststart"}
    with writing(path), av.open(str(path), "w", format=container, options=options) as target:
        if title:
            target.metadata["title"] = title
        stream: Any = target.add_stream(kind.encoder.format(bits=bits), rate=SAMPLE_RATE, layout="stereo")
        stream.format = kind.sample_formats[bits]
        if settings.bitrate:
            stream.bit_rate = settings.bitrate
        position = 0
        for block in blocks:
            frame = _frame(block, kind.sample_formats[bits], bits)
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, position, Fraction(1, SAMPLE_RATE)
            position += len(block)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def _frame(block: Samples, sample_format: str, bits: int) -> av.AudioFrame:
    clipped = np.clip(block, -1, 1)
    if not bits:
        shaped = clipped.T if sample_format == "fltp" else clipped.reshape(1, -1)
        return av.AudioFrame.from_ndarray(np.ascontiguousarray(shaped, np.float32), sample_format, "stereo")
    whole = np.rint(clipped.astype(np.float64) * (2 ** (bits - 1) - 1)).astype(np.int32)
    if bits == 24:
        whole <<= 8  # libav carries 24 bits at the top of 32
    kind = np.int32 if sample_format == "s32" else np.int16
    samples: Any = np.ascontiguousarray(whole.reshape(1, -1), kind)
    return av.AudioFrame.from_ndarray(samples, sample_format, "stereo")
