"""Footage whose every frame carries its own number, and reading the numbers back: what proves that the right frame is shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

BITS = 12
WIDTH, HEIGHT = 384, 64
"""Each bit is a block of 32 x 64 pixels, white for 1."""


def write_coded(
    path: Path, fps: Fraction, frames: int, times: list[int] | None = None, time_base: Fraction | None = None
) -> Path:
    """A video whose frame n shows n. ``times`` are stamps in ``time_base`` (default: n at 1/fps)."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=fps, options={"crf": "16", "preset": "veryfast", "g": "48"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = time_base or 1 / fps
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(picture_of(number), format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = (times[number] if times else number), time_base or 1 / fps
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def picture_of(number: int) -> np.ndarray:
    bits = [(number >> bit) & 1 for bit in range(BITS)]
    row = np.repeat(np.array(bits, np.uint8) * 219 + 16, WIDTH // BITS)
    return np.repeat(row[None], HEIGHT, axis=0)


def number_in(luma: np.ndarray) -> int:
    """The number a picture (height, width) shows; its size may differ from the original's."""
    height, width = luma.shape
    middle = luma[height // 4 : height * 3 // 4]
    bits = [
        middle[:, int((bit + 0.3) * width / BITS) : int((bit + 0.7) * width / BITS)].mean() > 128 for bit in range(BITS)
    ]
    return sum(1 << bit for bit, is_set in enumerate(bits) if is_set)


def numbers_in(path: Path) -> list[int]:
    """The numbers of all frames of a video, in order."""
    with av.open(str(path)) as container:
        return [number_in(frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]
