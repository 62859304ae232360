"""Writing sound: AAC for the video, WAV for what people keep."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.media.audio_read import Samples
from reelwright.media.video_write import writing
from reelwright.units.time import SAMPLE_RATE


def write_aac(blocks: Iterable[Samples], path: Path, bitrate: int) -> None:
    """Encode stereo blocks to AAC in an mp4, the encoder's priming marked so that players skip it."""
    with writing(path), av.open(str(path), "w", format="mp4") as container:
        stream: Any = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        stream.bit_rate = bitrate
        position = 0
        for block in blocks:
            planar = np.ascontiguousarray(np.clip(block, -1, 1).T, np.float32)
            frame = av.AudioFrame.from_ndarray(planar, "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, position, Fraction(1, SAMPLE_RATE)
            position += len(block)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_wav(path: Path, samples: np.ndarray, rate: int = SAMPLE_RATE) -> None:
    """Write float samples, (count,) or (count, channels), as 16-bit WAV."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    data = np.asarray(np.clip(np.round(samples * 32767.0), -32768, 32767), "<i2")
    with writing(path), wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
