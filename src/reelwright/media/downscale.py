"""Footage made smaller: by whole factors first, which is quick, then the rest of the way."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]


def can_shrink(source: tuple[int, int], size: tuple[int, int]) -> bool:
    """Whether ``shrunk`` serves: it only makes smaller, and 4:2:0 needs even sides."""
    return all(have % 2 == want % 2 == 0 and want <= have for have, want in zip(source, size, strict=True))


def shrunk(planes: tuple[Plane, Plane, Plane], size: tuple[int, int]) -> tuple[Plane, Plane, Plane]:
    """4:2:0 planes at luma ``size`` (width, height)."""
    y, u, v = planes
    half = (size[0] // 2, size[1] // 2)
    return _smaller(y, size), _smaller(u, half), _smaller(v, half)


def _smaller(plane: Plane, size: tuple[int, int]) -> Plane:
    """Means over whole blocks as far as they divide the plane, then straight lines over what is left (less than half)."""
    height, width = plane.shape
    across, down = _factor(width, size[0]), _factor(height, size[1])
    if across > 1 or down > 1:
        whole = (width // across, height // down)
        plane = np.asarray(cv2.resize(plane, whole, interpolation=cv2.INTER_AREA), np.uint8)
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    near = plane.shape[1] < 2 * size[0] and plane.shape[0] < 2 * size[1]
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR if near else cv2.INTER_AREA), np.uint8)


def _factor(have: int, want: int) -> int:
    """The greatest whole factor that divides ``have`` and leaves at least ``want``."""
    return max(factor for factor in range(1, max(1, have // want) + 1) if have % factor == 0)
