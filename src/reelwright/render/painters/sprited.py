"""Content that is drawn once into a sprite and then only moved."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import skia

from reelwright.render.affine import Affine
from reelwright.render.draw import draw_sprite
from reelwright.render.planes import Canvas, Sprite, sprite_of_rgba
from reelwright.render.pose import Pose
from reelwright.units.color import Color


def paint_sprite(canvas: Canvas, sprite: Sprite, pose: Pose) -> None:
    """Lay a sprite, which knows where it lies in its box, onto the canvas."""
    across, down = sprite.density, sprite.density * sprite.stretch
    in_box = Affine(1 / across, 0.0, sprite.origin[0] / across, 0.0, 1 / down, sprite.origin[1] / down)
    draw_sprite(canvas, sprite, pose.placing.after(in_box), pose.opacity, pose.wipes, pose.blend)


class Easel:
    """A Skia drawing surface for a sprite: ``bounds`` (left, top, right, bottom) of the box are drawable, at ``density``.

    ``phase`` is the canvas position of the box's top left corner when the layer rests; the sprite's pixels are laid so
    that they then fall exactly on the canvas's (even) pixels, which keeps resting text sharp and costs no interpolation.
    """

    def __init__(
        self, bounds: tuple[float, float, float, float], density: float, phase: tuple[float, float] | None
    ) -> None:
        left, top = bounds[0] * density, bounds[1] * density
        if phase is None:
            self._left, self._top = float(np.floor(left)), float(np.floor(top))
        else:
            self._left = float(np.floor((left + phase[0]) / 2) * 2 - phase[0])
            self._top = float(np.floor((top + phase[1]) / 2) * 2 - phase[1])
        width = max(2, int(np.ceil((bounds[2] * density - self._left) / 2)) * 2)
        height = max(2, int(np.ceil((bounds[3] * density - self._top) / 2)) * 2)
        self._pixels = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRasterDirect(info, self._pixels, width * 4)
        self._density = density
        self.canvas = self._surface.getCanvas()
        self.canvas.translate(-self._left, -self._top)
        self.canvas.scale(density, density)

    def sprite(self) -> Sprite:
        self._surface.flushAndSubmit()
        return sprite_of_rgba(self._pixels, (self._left, self._top), self._density)


def skia_color(color: Color) -> int:
    return skia.Color(color.red, color.green, color.blue, round(color.alpha * 255))


def trimmed(sprite: Sprite) -> Sprite:
    """The sprite without its empty edges, kept on even pixels."""
    if sprite.alpha is None or sprite.chroma_alpha is None:
        return sprite
    rows, columns = np.flatnonzero(sprite.alpha.any(axis=1)), np.flatnonzero(sprite.alpha.any(axis=0))
    if not rows.size:
        rows = columns = np.array([0, 1])
    top, bottom = int(rows[0]) // 2 * 2, (int(rows[-1]) // 2 + 1) * 2
    left, right = int(columns[0]) // 2 * 2, (int(columns[-1]) // 2 + 1) * 2
    full, half = (slice(top, bottom), slice(left, right)), (slice(top // 2, bottom // 2), slice(left // 2, right // 2))

    def cut(plane: npt.NDArray[np.uint8], part: tuple[slice, slice]) -> npt.NDArray[np.uint8]:
        return np.ascontiguousarray(plane[part])

    return Sprite(
        cut(sprite.y, full), cut(sprite.u, half), cut(sprite.v, half), cut(sprite.alpha, full), cut(sprite.chroma_alpha, half),
        (sprite.origin[0] + left, sprite.origin[1] + top), sprite.density,
    )  # fmt: skip
