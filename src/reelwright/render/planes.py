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

# Rows of TO_YUV give Y, U, V of premultiplied (red, green, blue, alpha) in 0..255; offsets ride on alpha, so the map stays linear.
TO_YUV = np.array(
    [
        [KR * 219 / 255, _KG * 219 / 255, KB * 219 / 255, 16 / 255],
        [-KR / (2 - 2 * KB) * 224 / 255, -_KG / (2 - 2 * KB) * 224 / 255, 0.5 * 224 / 255, 128 / 255],
        [0.5 * 224 / 255, -_KG / (2 - 2 * KR) * 224 / 255, -KB / (2 - 2 * KR) * 224 / 255, 128 / 255],
    ],
    np.float32,
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The frame being built. ``y`` (height, width); ``u``, ``v`` (height/2, width/2). Written in place.

    A transparent canvas has ``alpha`` and ``chroma_alpha`` too, and its other planes are premultiplied.
    """

    y: Plane
    u: Plane
    v: Plane
    alpha: Plane | None = None
    chroma_alpha: Plane | None = None

    @classmethod
    def blank(cls, width: int, height: int, *, transparent: bool = False) -> Canvas:
        """A canvas of even size; with nothing on it when transparent, else with anything."""
        half = (height // 2, width // 2)
        if transparent:
            full = (height, width)
            return cls(*(np.zeros(shape, np.uint8) for shape in (full, half, half, full, half)))
        return cls(np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.u, self.v

    @property
    def all_planes(self) -> tuple[Plane, ...]:
        alphas = () if self.alpha is None or self.chroma_alpha is None else (self.alpha, self.chroma_alpha)
        return (*self.planes, *alphas)

    def fill(self, color: Color) -> None:
        """One colour all over; on a canvas without alpha as if it lay on black."""
        if color.is_opaque or self.alpha is not None:
            values = premultiplied_yuv(color)
        else:
            values = yuv_of(Color(*(round(channel * color.alpha) for channel in color[:3])))
        for plane, value in zip(self.planes, values, strict=True):
            plane[:] = value
        for plane in self.all_planes[3:]:
            plane[:] = round(color.alpha * 255)

    def copy_from(self, other: Canvas) -> None:
        for mine, theirs in zip(self.all_planes, other.all_planes, strict=True):
            np.copyto(mine, theirs)

    def like(self) -> Canvas:
        """Another canvas of this size and kind."""
        return Canvas.blank(*self.size, transparent=self.alpha is not None)

    def sprite(self) -> Sprite:
        """What the canvas holds, as a sprite that shares its memory."""
        return Sprite(self.y, self.u, self.v, self.alpha, self.chroma_alpha)


@dataclass(frozen=True, slots=True)
class Sprite:
    """Premultiplied planes of even size. ``alpha`` (full size) and ``chroma_alpha`` (half) are ``None`` when opaque all over.

    ``origin`` is where its top left corner lies in its box, in sprite pixels; ``density`` is sprite pixels per box pixel
    across, and ``stretch`` times that down.
    """

    y: Plane
    u: Plane
    v: Plane
    alpha: Plane | None
    chroma_alpha: Plane | None
    origin: tuple[float, float] = (0.0, 0.0)
    density: float = 1.0
    stretch: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]


def zoomed_size(size: tuple[int, int], zoom: float) -> tuple[int, int]:
    """The even size of a canvas enlarged by ``zoom``."""
    return max(2, round(size[0] * zoom / 2) * 2), max(2, round(size[1] * zoom / 2) * 2)


def yuv_of(color: Color) -> tuple[int, int, int]:
    """The 8-bit Y, U, V of an opaque colour."""
    y, u, v = (TO_YUV @ np.array([color.red, color.green, color.blue, 255], np.float32) + 0.5).astype(int)
    return int(y), int(u), int(v)


def premultiplied_yuv(color: Color) -> tuple[int, int, int]:
    """The 8-bit Y, U, V of a colour times its alpha, as sprites hold them."""
    rgba = np.array([channel * color.alpha for channel in color[:3]] + [255 * color.alpha], np.float32)
    y, u, v = (TO_YUV @ rgba + 0.5).astype(int)
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
    yuv = np.asarray(cv2.transform(rgba, TO_YUV), np.float32)
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
