"""A finished frame written into the memory an encoder takes: 8 or 10 bits, 4:2:0 to 4:4:4, RGB, with or without alpha."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from reelwright.media.planar import Planar, Plane, alpha_of
from reelwright.media.straight_alpha import straight


def laid_out(picture: Planar, pixels: str, reused: VideoFrame | None = None) -> VideoFrame:
    """A frame of the layout ``pixels``. ``reused`` is written over if the layout lets it.

    A layout with alpha gets straight colours; one without shows what is transparent over black.
    """
    y, u, v, alpha = _separate(picture, keeps_alpha=pixels in ("yuva420p", "yuva444p10le", "rgba"))
    height, width = y.shape
    if pixels in ("yuv420p", "yuva420p"):
        return _filled(reused or VideoFrame(width, height, pixels), [y, u, v, *([alpha] if "a" in pixels else [])])
    if pixels == "nv12":
        return _filled(reused or VideoFrame(width, height, pixels), [y, np.stack([u, v], -1).reshape(height // 2, -1)])
    if pixels in ("yuv422p10le", "yuv444p10le", "yuva444p10le"):
        chroma = [_rows_doubled(u), _rows_doubled(v)]
        if "444" in pixels:
            chroma = [_columns_doubled(plane) for plane in chroma]
        deep = [plane.astype(np.uint16) << 2 for plane in (y, *chroma)]
        if "a" in pixels:
            deep.append((alpha.astype(np.uint16) << 2) | (alpha >> 6))  # 255 becomes 1023
        return _filled(reused or VideoFrame(width, height, pixels), deep)
    return _rgb(y, u, v, alpha, pixels)


def rgb_of(picture: Planar, *, alpha: bool = False) -> npt.NDArray[np.uint8]:
    """(height, width, 3 or 4) red, green, blue and straight alpha."""
    return np.asarray(laid_out(picture, "rgba" if alpha else "rgb24").to_ndarray(), np.uint8)


def _separate(picture: Planar, *, keeps_alpha: bool) -> tuple[Plane, Plane, Plane, Plane]:
    """Y, U, V and alpha: straight where alpha is kept, over black where it is not."""
    alphas = alpha_of(picture)
    if alphas is None:
        opaque = np.full_like(picture.y, 255) if keeps_alpha else picture.y
        return picture.y, picture.u, picture.v, opaque
    alpha, chroma_alpha = alphas
    if keeps_alpha:
        return *straight(picture.y, picture.u, picture.v, alpha, chroma_alpha), alpha
    y = np.asarray(cv2.scaleAdd(255 - alpha, 16 / 255, picture.y), np.uint8)
    missing = 255 - chroma_alpha
    u, v = (np.asarray(cv2.scaleAdd(missing, 128 / 255, plane), np.uint8) for plane in (picture.u, picture.v))
    return y, u, v, alpha


def _filled(frame: VideoFrame, planes: list[Any]) -> VideoFrame:
    for index, plane in enumerate(planes):
        target: Any = frame.planes[index]
        kind = plane.dtype
        rows = np.frombuffer(target, kind).reshape(-1, target.line_size // kind.itemsize)
        np.copyto(rows[: plane.shape[0], : plane.shape[1]], plane)
    return frame


def _rows_doubled(plane: Plane) -> Plane:
    """Chroma for every row: it sits halfway between two rows, so each new row is three parts near and one part far."""
    return np.asarray(cv2.resize(plane, (plane.shape[1], 2 * plane.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _columns_doubled(plane: Plane) -> Plane:
    """Chroma for every column: it sits on the even ones, so the odd ones are the mean of their neighbours."""
    height, width = plane.shape
    wide = np.empty((height, 2 * width), np.uint8)
    wide[:, 0::2] = plane
    right = np.concatenate([plane[:, 1:], plane[:, -1:]], axis=1)
    wide[:, 1::2] = cv2.addWeighted(plane, 0.5, right, 0.5, 0)
    return wide


def _rgb(y: Plane, u: Plane, v: Plane, alpha: Plane, pixels: str) -> VideoFrame:
    height, width = y.shape
    full = [y, *(_columns_doubled(_rows_doubled(plane)) for plane in (u, v))]
    frame = _filled(VideoFrame(width, height, "yuv444p"), full)
    shown = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG, dst_color_range=ColorRange.JPEG,
    )  # fmt: skip
    if pixels == "rgba":
        return VideoFrame.from_ndarray(np.asarray(np.dstack([shown.to_ndarray(), alpha]), np.uint8), "rgba")
    if pixels == "yuvj420p":  # JPEG files are BT.601, full range
        return shown.reformat(
            format="yuvj420p", src_colorspace=Colorspace.ITU601, dst_colorspace=Colorspace.ITU601,
            src_color_range=ColorRange.JPEG, dst_color_range=ColorRange.JPEG,
        )  # fmt: skip
    return shown
