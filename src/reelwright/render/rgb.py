"""Between planar YUV and RGB: for the few things that only make sense in red, green and blue."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.render.planes import TO_YUV, Plane, halved

Rgb = npt.NDArray[Any]
"""(height, width, 3) red, green, blue, 0 to 255, in bytes or floats."""

_FORWARD = TO_YUV[:, :3].astype(np.float64)
_OFFSET = TO_YUV[:, 3].astype(np.float64) * 255
_BACK = np.linalg.inv(_FORWARD)
_FROM_YUV = np.concatenate([_BACK, (-_BACK @ _OFFSET)[:, None]], axis=1).astype(np.float32)
_TO_YUV = np.concatenate([_FORWARD, _OFFSET[:, None]], axis=1).astype(np.float32)


def widened(plane: Plane) -> Plane:
    """A half-size chroma plane at full size, its samples sited left (MPEG-2): even columns lie on samples, odd ones between."""
    height, width = plane.shape
    tall = cv2.resize(plane, (width, height * 2), interpolation=cv2.INTER_LINEAR)
    right = np.concatenate([tall[:, 1:], tall[:, -1:]], axis=1)
    between = cv2.addWeighted(tall, 0.5, right, 0.5, 0)
    return np.asarray(cv2.merge([tall, between]).reshape(height * 2, width * 2), np.uint8)


def rgb_of(y: Plane, u: Plane, v: Plane) -> Rgb:
    """Straight RGB of opaque planes (half-size chroma), in bytes."""
    return np.asarray(cv2.transform(cv2.merge([y, widened(u), widened(v)]), _FROM_YUV), np.uint8)


def planes_of(rgb: Rgb) -> tuple[Plane, Plane, Plane]:
    """Opaque planes of straight RGB of even size."""
    yuv = cv2.transform(np.ascontiguousarray(rgb), _TO_YUV)
    y, u, v = cv2.split(yuv)
    return _rounded(y), _rounded(halved(np.asarray(u, np.float32))), _rounded(halved(np.asarray(v, np.float32)))


def _rounded(plane: npt.NDArray[Any]) -> Plane:
    return np.asarray(plane if plane.dtype == np.uint8 else cv2.convertScaleAbs(np.maximum(plane, 0)), np.uint8)


def straight(plane: Plane, alpha: Plane) -> Plane:
    """A premultiplied plane divided by its alpha; anything where nothing is."""
    safe = np.maximum(alpha, 1)
    return np.asarray(cv2.divide(plane, safe, scale=255.0), np.uint8)


def times(plane: Plane, alpha: Plane) -> Plane:
    """A plane multiplied by an alpha plane."""
    return np.asarray(cv2.multiply(plane, alpha, scale=1 / 255), np.uint8)
