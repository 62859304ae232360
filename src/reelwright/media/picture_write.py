"""Writing one frame as a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from reelwright.media.pixel_layouts import rgb_of
from reelwright.media.planar import Planar, alpha_of
from reelwright.media.video_read import Plane, plane_view
from reelwright.media.video_write import writing


def bgr_of(planes: tuple[Plane, Plane, Plane]) -> np.ndarray:
    """(height, width, 3) blue, green, red from BT.709 limited-range planes."""
    height, width = planes[0].shape
    frame = VideoFrame(width, height, "yuv420p")
    for index, plane in enumerate(planes):
        np.copyto(plane_view(frame, index), plane)
    shown = frame.reformat(
        format="bgr24", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG, dst_color_range=ColorRange.JPEG,
    )  # fmt: skip
    return shown.to_ndarray()


def write_picture(planes: tuple[Plane, Plane, Plane], path: Path) -> None:
    """Save as JPEG or PNG by the suffix. Raises ``OutputUnwritable``."""
    write_pixels(bgr_of(planes), path)


def write_transparent_picture(picture: Planar, path: Path) -> None:
    """As ``write_picture``; a PNG keeps what is transparent in the picture."""
    if alpha_of(picture) is None or path.suffix.lower() != ".png":
        write_pixels(np.asarray(rgb_of(picture)[..., ::-1]), path)
    else:
        write_pixels(np.asarray(cv2.cvtColor(rgb_of(picture, alpha=True), cv2.COLOR_RGBA2BGRA)), path)


def write_pixels(pixels: np.ndarray, path: Path) -> None:
    """Save (height, width, 3 or 4) blue, green, red (and alpha) as JPEG or PNG, by the suffix."""
    kind = ".png" if path.suffix.lower() == ".png" else ".jpg"
    quality = [cv2.IMWRITE_JPEG_QUALITY, 92] if kind == ".jpg" else []
    _, data = cv2.imencode(kind, pixels, quality)
    with writing(path):
        path.write_bytes(data.tobytes())


def write_within(pixels: np.ndarray, path: Path, most_bytes: int) -> None:
    """Save (height, width, 3) blue, green, red as a JPEG of at most so many bytes, as good as fits. Raises ``OutputUnwritable``."""
    data = np.zeros(0, np.uint8)
    for quality in (94, 88, 80, 70, 55, 40, 25, 10):
        settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        _, data = cv2.imencode(".jpg", pixels, settings)
        if data.size <= most_bytes:
            break
    with writing(path):
        path.write_bytes(data.tobytes())
