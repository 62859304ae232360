"""Writing sound: AAC for the video."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.media.audio_read import Samples
from reelwright.media.video_write import MOVIE_TIMESCALE, writing
from reelwright.units.time import SAMPLE_RATE


def write_aac(blocks: Iterable[Samples], path: Path, bitrate: int) -> None:
    """Encode stereo blocks to AAC in an mp4, the encoder's priming marked so that players skip it."""
    with (
        writing(path),
        av.open(str(path), "w", format="mp4", options={"movie_timescale": MOVIE_TIMESCALE}) as container,
    ):
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
