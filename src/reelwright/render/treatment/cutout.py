"""The outline of a layer: cropping, rounded corners, masks, and the border along it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import skia

from reelwright.render.planes import Plane, Sprite, chroma_alpha_of, sprite_of_rgba
from reelwright.render.rgb import times
from reelwright.render.treatment.soften import blurred_plane
from reelwright.timeline.looks import Masking, MaskShape
from reelwright.units.color import Color


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a layer's box lies in a sprite: ``size`` of the sprite, its box's ``left`` and ``top``, and sprite pixels per
    box pixel ``across`` and ``down``."""

    size: tuple[int, int]
    left: float
    top: float
    across: float
    down: float
    box: tuple[float, float]

    def rect(self, left: float, top: float, right: float, bottom: float) -> skia.Rect:
        """A rectangle of the box, in sprite pixels."""
        return skia.Rect(
            self.left + left * self.across, self.top + top * self.down,
            self.left + right * self.across, self.top + bottom * self.down,
        )  # fmt: skip


Sides = tuple[float, float, float, float]
"""What is cut off: top, right, bottom, left, in pixels of the box."""


def outline_mask(frame: Frame, crop: Sides, radius: float) -> Plane:
    """255 inside the cropped box with its rounded corners."""
    return _drawn(frame.size, lambda canvas, paint: canvas.drawRRect(_rounded(frame, crop, radius, 0.0), paint))


def shape_mask(frame: Frame, masking: Masking, greys: Plane | None) -> Plane:
    """A mask by a shape or by a picture's greys, softened, and turned round when inverted."""
    if isinstance(masking.by, MaskShape):
        mask = _shape(frame, masking.by)
    else:
        assert greys is not None
        mask = np.zeros((frame.size[1], frame.size[0]), np.uint8)
        rect = frame.rect(0, 0, *frame.box).round()
        left, top = max(0, rect.left()), max(0, rect.top())
        right, bottom = min(frame.size[0], rect.right()), min(frame.size[1], rect.bottom())
        scaled = cv2.resize(greys, (max(1, rect.width()), max(1, rect.height())), interpolation=cv2.INTER_AREA)
        mask[top:bottom, left:right] = scaled[: bottom - top, : right - left]
    mask = blurred_plane(mask, masking.feather * frame.across, cv2.BORDER_REPLICATE)
    return cv2.bitwise_not(mask).astype(np.uint8) if masking.inverted else mask


def _shape(frame: Frame, shape: MaskShape) -> Plane:
    (x, y), (width, height) = shape.center, shape.size
    rect = frame.rect(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    if shape.shape == "ellipse":
        return _drawn(frame.size, lambda canvas, paint: canvas.drawOval(rect, paint))
    radius = min(shape.corner_radius * frame.across, rect.width() / 2, rect.height() / 2)
    return _drawn(frame.size, lambda canvas, paint: canvas.drawRoundRect(rect, radius, radius, paint))


def masked(sprite: Sprite, mask: Plane, half: Plane | None = None) -> Sprite:
    """The sprite only where the mask is. ``half`` is the mask at half size, if it is known."""
    half = chroma_alpha_of(mask) if half is None else half
    alpha = mask if sprite.alpha is None else times(sprite.alpha, mask)
    chroma_alpha = half if sprite.chroma_alpha is None else times(sprite.chroma_alpha, half)
    planes = (times(sprite.y, mask), times(sprite.u, half), times(sprite.v, half), alpha, chroma_alpha)
    return Sprite(*planes, sprite.origin, sprite.density, sprite.stretch)


def bordered(sprite: Sprite, line: Sprite) -> Sprite:
    """The sprite with its border's line laid over it."""
    if line.alpha is None or line.chroma_alpha is None:
        return line
    rest, half_rest = cv2.bitwise_not(line.alpha), cv2.bitwise_not(line.chroma_alpha)

    def over(under: Plane, upper: Plane, kept: Plane) -> Plane:
        return np.asarray(cv2.add(times(under, kept), upper), np.uint8)

    alpha = None if sprite.alpha is None else over(sprite.alpha, line.alpha, np.asarray(rest, np.uint8))
    half = np.asarray(half_rest, np.uint8)
    chroma_alpha = None if sprite.chroma_alpha is None else over(sprite.chroma_alpha, line.chroma_alpha, half)
    return Sprite(
        over(sprite.y, line.y, np.asarray(rest, np.uint8)), over(sprite.u, line.u, half), over(sprite.v, line.v, half),
        alpha, chroma_alpha, sprite.origin, sprite.density, sprite.stretch,
    )  # fmt: skip


def border_line(frame: Frame, crop: Sides, radius: float, border: tuple[Color, float]) -> Sprite:
    """The border alone, along the inside of the outline."""
    color, width = border
    pixels = np.zeros((frame.size[1], frame.size[0], 4), np.uint8)
    paint = skia.Paint(AntiAlias=True, Color=skia.Color(color.red, color.green, color.blue, round(color.alpha * 255)))
    outer, inner = _rounded(frame, crop, radius, 0.0), _rounded(frame, crop, radius, width)
    _surface(pixels).getCanvas().drawDRRect(outer, inner, paint)
    return sprite_of_rgba(pixels)


def _rounded(frame: Frame, crop: Sides, radius: float, inset: float) -> skia.RRect:
    top, right, bottom, left = (side + inset for side in crop)
    width, height = frame.box
    right, bottom = max(left, width - right), max(top, height - bottom)
    corner = max(0.0, min(radius, (right - left) / 2 + inset, (bottom - top) / 2 + inset) - inset)
    return skia.RRect.MakeRectXY(frame.rect(left, top, right, bottom), corner * frame.across, corner * frame.down)


def _drawn(size: tuple[int, int], draw: Callable[[skia.Canvas, skia.Paint], object]) -> Plane:
    pixels = np.zeros((size[1], size[0], 4), np.uint8)
    surface = _surface(pixels)
    draw(surface.getCanvas(), skia.Paint(AntiAlias=True, Color=skia.ColorWHITE))
    surface.flushAndSubmit()
    return np.ascontiguousarray(pixels[..., 3])


def _surface(pixels: np.ndarray) -> skia.Surface:
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType)
    return skia.Surface.MakeRasterDirect(info, pixels, width * 4)
