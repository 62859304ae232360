"""Planar pictures: the canvas (YUV 4:2:0) and sprites (premultiplied YUV with alpha), and how colours become them.

All YUV is 8-bit BT.709, limited range, chroma sited left (MPEG-2): chroma sample (i, j) sits at luma column 2i, halfway
between luma rows 2j and 2j+1.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.units.color import Color

Plane = npt.NDArray[np.uint8]

KR, KB = 0.2126, 0.0722
"""Luma weights of red and blue, ITU-R BT.709."""
_KG = 1 - KR - KB

# Rows give Y, U, V of premultiplied (red, green, blue, alpha) in 0..255; offsets ride on alpha, so the map stays linear.
_TO_YUV = np.array(
    [
        [KR * 219 / 255, _KG * 219 / 255, KB * 219 / 255, 16 / 255],
        [-KR / (2 - 2 * KB) * 224 / 255, -_KG / (2 - 2 * KB) * 224 / 255, 0.5 * 224 / 255, 128 / 255],
        [0.5 * 224 / 255, -_KG / (2 - 2 * KR) * 224 / 255, -KB / (2 - 2 * KR) * 224 / 255, 128 / 255],
    ],
    np.float32,
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The frame being built. ``y`` (height, width); ``u``, ``v`` (height/2, width/2). Written in place."""

    y: Plane
    u: Plane
    v: Plane

    @classmethod
    def blank(cls, width: int, height: int) -> Canvas:
        return cls(
            np.empty((height, width), np.uint8), *(np.empty((height // 2, width // 2), np.uint8) for _ in range(2))
        )

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.u, self.v

    def fill(self, color: Color) -> None:
        for plane, value in zip(self.planes, yuv_of(color), strict=True):
            plane[:] = value

    def copy_from(self, other: Canvas) -> None:
        for mine, theirs in zip(self.planes, other.planes, strict=True):
            np.copyto(mine, theirs)


@dataclass(frozen=True, slots=True)
class Sprite:
    """Premultiplied planes of even size. ``alpha`` (full size) and ``chroma_alpha`` (half) are ``None`` when opaque all over.

    ``origin`` is where its top left corner lies in its box, in sprite pixels; ``density`` is sprite pixels per box pixel.
    """

    y: Plane
    u: Plane
    v: Plane
    alpha: Plane | None
    chroma_alpha: Plane | None
    origin: tuple[float, float] = (0.0, 0.0)
    density: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]


def yuv_of(color: Color) -> tuple[int, int, int]:
    """The 8-bit Y, U, V of an opaque colour."""
    y, u, v = (_TO_YUV @ np.array([color.red, color.green, color.blue, 255], np.float32) + 0.5).astype(int)
    return int(y), int(u), int(v)


def sprite_of_rgba(
    rgba: npt.NDArray[np.uint8], origin: tuple[float, float] = (0.0, 0.0), density: float = 1.0
) -> Sprite:
    """A sprite from premultiplied (height, width, 4) red, green, blue, alpha."""
    return sprite_of_float(rgba.astype(np.float32), origin, density)


def sprite_of_float(
    rgba: npt.NDArray[np.float32], origin: tuple[float, float] = (0.0, 0.0), density: float = 1.0
) -> Sprite:
    """As ``sprite_of_rgba`` from floats in 0..255, rounded once at the end. Odd sizes are padded with nothing."""
    height, width = rgba.shape[:2]
    if height % 2 or width % 2:
        opaque = bool((rgba[..., 3] >= 255).all())
        border = cv2.BORDER_REPLICATE if opaque else cv2.BORDER_CONSTANT
        rgba = np.asarray(cv2.copyMakeBorder(rgba, 0, height % 2, 0, width % 2, border), np.float32)
    yuv = np.asarray(cv2.transform(rgba, _TO_YUV), np.float32)
    alpha = rgba[..., 3]
    planes = (_rounded(yuv[..., 0]), _rounded(halved(yuv[..., 1])), _rounded(halved(yuv[..., 2])))
    if bool((alpha >= 255).all()):
        return Sprite(*planes, None, None, origin, density)
    return Sprite(*planes, _rounded(alpha), _rounded(halved(alpha)), origin, density)


def halved(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Chroma of a full-size plane: (1 2 1)/4 across, centred on the even columns, and the mean of two rows."""
    rows = (plane[0::2] + plane[1::2]) * 0.5
    left = np.concatenate([rows[:, :1], rows[:, 1:-1:2]], axis=1)
    return np.asarray(rows[:, 0::2] * 0.5 + (left + rows[:, 1::2]) * 0.25, np.float32)


def _rounded(plane: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(cv2.convertScaleAbs(np.maximum(plane, 0)), np.uint8)


def chroma_alpha_of(alpha: Plane) -> Plane:
    """The half-size alpha that belongs to a full-size one."""
    return _rounded(halved(alpha.astype(np.float32)))
