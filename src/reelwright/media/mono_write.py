"""Writing one channel of speech as small as it can be sent: Opus, FLAC or WAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np

from reelwright.media.mono_read import MonoSound
from reelwright.media.video_write import writing

Coding = Literal["opus", "flac", "wav"]
SUFFIX: dict[Coding, str] = {"opus": ".ogg", "flac": ".flac", "wav": ".wav"}
MIME: dict[Coding, str] = {"opus": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav"}
OPUS_BITRATE = 32_000
"""Bits a second at which recognisers hear no difference."""
_ENCODERS: dict[Coding, tuple[str, str]] = {
    "opus": ("libopus", "ogg"),
    "flac": ("flac", "flac"),
    "wav": ("pcm_s16le", "wav"),
}
_BLOCK = 16_000


def write_mono(sound: MonoSound, path: Path, coding: Coding) -> None:
    """Encode. Raises ``OutputUnwritable``."""
    encoder, container = _ENCODERS[coding]
    with writing(path), av.open(str(path), "w", format=container, options={"fflags": "+bitexact"}) as target:
        stream: Any = target.add_stream(encoder, rate=sound.rate, layout="mono")
        stream.format = "s16"
        if coding == "opus":
            stream.bit_rate = OPUS_BITRATE
            stream.options = {"application": "voip"}
        for start in range(0, len(sound.samples), _BLOCK):
            block = np.ascontiguousarray(sound.samples[start : start + _BLOCK].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(block, "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = sound.rate, start, Fraction(1, sound.rate)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
