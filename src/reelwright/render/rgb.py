"""Between planar YUV and RGB: for the few things that only make sense in red, green and blue."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.render.planes import TO_YUV, Plane, halved

Rgb = npt.NDArray[Any]
"""(height, width, 3) red, green, blue, 0 to 255, float32."""

_FORWARD = TO_YUV[:, :3].astype(np.float64)
_OFFSET = TO_YUV[:, 3].astype(np.float64) * 255
_BACK = np.linalg.inv(_FORWARD)
_FROM_YUV = np.concatenate([_BACK, (-_BACK @ _OFFSET)[:, None]], axis=1).astype(np.float32)
_TO_YUV = np.concatenate([_FORWARD, _OFFSET[:, None]], axis=1).astype(np.float32)


def widened(plane: Plane) -> Plane:
    """A half-size chroma plane at full size, its samples sited left (MPEG-2)."""
    height, width = plane.shape
    matrix = np.array([[0.5, 0, 0], [0, 0.5, -0.25]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    wide = cv2.warpAffine(plane, matrix, (width * 2, height * 2), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(wide, np.uint8)


def rgb_of(y: Plane, u: Plane, v: Plane) -> Rgb:
    """Straight RGB of opaque planes (half-size chroma)."""
    yuv = cv2.merge([y, widened(u), widened(v)]).astype(np.float32)
    return np.clip(np.asarray(cv2.transform(yuv, _FROM_YUV), np.float32), 0, 255)


def planes_of(rgb: Rgb) -> tuple[Plane, Plane, Plane]:
    """Opaque planes of straight RGB of even size."""
    yuv = np.asarray(cv2.transform(np.ascontiguousarray(rgb, np.float32), _TO_YUV), np.float32)
    return _rounded(yuv[..., 0]), _rounded(halved(yuv[..., 1])), _rounded(halved(yuv[..., 2]))


def _rounded(plane: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(np.clip(plane + 0.5, 0, 255), np.uint8)


def straight(plane: Plane, alpha: Plane) -> Plane:
    """A premultiplied plane divided by its alpha; anything where nothing is."""
    safe = np.maximum(alpha, 1)
    return np.asarray(cv2.divide(plane, safe, scale=255.0), np.uint8)


def times(plane: Plane, alpha: Plane) -> Plane:
    """A plane multiplied by an alpha plane."""
    return np.asarray(cv2.multiply(plane, alpha, scale=1 / 255), np.uint8)
