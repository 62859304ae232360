"""A part of a picture taken out as colours, and put back changed, with everything else left bit for bit as it was."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from reelwright.media.picture_write import bgr_of
from reelwright.media.yuv_picture import Plane, YuvPicture, plane_view

Rect = tuple[int, int, int, int]
"""Left, top, right and bottom in even pixels, inside the picture."""
Weights = npt.NDArray[np.float32]
"""(height, width) of a part, 0 to 1: how much of each pixel is new."""


def even_rect(left: float, top: float, right: float, bottom: float, size: tuple[int, int]) -> Rect | None:
    """The nearest part with even edges inside of ``size`` (width, height); nothing when that is hardly anything."""
    width, height = size[0] // 2 * 2, size[1] // 2 * 2
    x0, y0 = (max(0, round(edge / 2) * 2) for edge in (left, top))
    x1, y1 = min(width, round(right / 2) * 2), min(height, round(bottom / 2) * 2)
    return (x0, y0, x1, y1) if x1 - x0 >= 16 and y1 - y0 >= 16 else None


def part_of(picture: YuvPicture, rect: Rect) -> YuvPicture:
    """The part itself; nothing is copied."""
    x0, y0, x1, y1 = rect
    half = (slice(y0 // 2, y1 // 2), slice(x0 // 2, x1 // 2))
    return YuvPicture(picture.y[y0:y1, x0:x1], picture.u[half], picture.v[half])


def bgr_part(picture: YuvPicture, rect: Rect) -> npt.NDArray[np.uint8]:
    """(height, width, 3) blue, green, red."""
    part = part_of(picture, rect)
    return np.asarray(bgr_of((part.y, part.u, part.v)), np.uint8)


def planes_of(bgr: npt.NDArray[np.uint8]) -> YuvPicture:
    """(height, width, 3) blue, green, red of even size as a picture."""
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(bgr), "bgr24")
    changed = frame.reformat(
        format="yuv420p", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG, dst_color_range=ColorRange.MPEG,
    )  # fmt: skip
    return YuvPicture(*(np.ascontiguousarray(plane_view(changed, index)) for index in range(3)))


def patched(picture: YuvPicture, rect: Rect, new: YuvPicture, weights: Weights) -> YuvPicture:
    """A picture with ``new`` (of the part's size) faded in by ``weights``. Where those are 0 it is the old one, bit for bit."""
    x0, y0, x1, y1 = rect
    small = np.asarray(cv2.resize(weights, ((x1 - x0) // 2, (y1 - y0) // 2), interpolation=cv2.INTER_AREA), np.float32)
    planes: list[Plane] = []
    for plane, fresh, share, scale in (
        (picture.y, new.y, weights, 1),
        (picture.u, new.u, small, 2),
        (picture.v, new.v, small, 2),
    ):
        changed = np.array(plane)
        part = changed[y0 // scale : y1 // scale, x0 // scale : x1 // scale]
        old = part.astype(np.float32)
        part[...] = np.rint(old + share * (fresh.astype(np.float32) - old)).astype(np.uint8)
        planes.append(changed)
    return YuvPicture(*planes)
