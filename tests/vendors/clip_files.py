"""A real clip of a second and a real picture, for what vendors deliver and are sent."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from tests.footage import quarters, write_footage, yuv_frame


@cache
def tiny_video(seconds: int = 1) -> bytes:
    """An mp4 of 64 x 48 pixels at 10 frames a second."""
    with TemporaryDirectory() as folder:
        frames = [yuv_frame(quarters(), 1) for _ in range(10 * seconds)]
        path = write_footage(Path(folder) / "clip.mp4", frames, "libx264", 10, pix_fmt="yuv420p")
        return path.read_bytes()


def write_photo(path: Path, width: int = 160, height: int = 90) -> Path:
    cv2.imwrite(str(path), cv2.resize(quarters()[:, :, ::-1], (width, height)))
    return path


def write_noise(path: Path, width: int, height: int) -> Path:
    """A picture that does not get small."""
    cv2.imwrite(str(path), np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8))
    return path
