"""A small picture of a file with pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from reelwright.errors import MediaUnusable
from reelwright.media.picture_read import read_picture
from reelwright.media.picture_write import bgr_of, write_pixels
from reelwright.media.probe import MediaInfo
from reelwright.media.video_read import VideoReader
from reelwright.units.time import half_up

LONGEST_SIDE = 480


def write_thumbnail(info: MediaInfo, stem: Path) -> Path:
    """Save a picture of at most 480 pixels a side as ``stem`` with an ending: JPEG, or PNG where something is transparent.

    Of a video the frame at a tenth of its length. Raises ``MediaUnusable`` for a file without pictures that can be read.
    """
    if info.video is None:
        raise MediaUnusable(f"{info.path} has no pictures")
    longest = max(info.video.width, info.video.height, LONGEST_SIDE)
    width, height = (
        max(1, half_up(Fraction(side * LONGEST_SIDE, longest))) for side in (info.video.width, info.video.height)
    )
    if info.duration is None:
        pixels = _opaque(cv2.resize(read_picture(info.path), (width, height), interpolation=cv2.INTER_AREA))
    else:
        pixels = _frame(info.path, info.duration / 10, (width, height))
    target = stem.with_name(stem.name + (".png" if pixels.shape[2] == 4 else ".jpg"))
    write_pixels(pixels, target)
    return target


def _frame(path: Path, seconds: Fraction, size: tuple[int, int]) -> np.ndarray:
    reader = VideoReader(path, size)
    try:
        picture = reader.picture_at(seconds)
        return bgr_of((picture.y, picture.u, picture.v))
    finally:
        reader.close()


def _opaque(pixels: np.ndarray) -> np.ndarray:
    """Without its alpha, if that says nothing."""
    return pixels[..., :3] if bool((pixels[..., 3] == 255).all()) else pixels
