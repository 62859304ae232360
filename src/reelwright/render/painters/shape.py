"""Shapes: rectangles with solid or gradient fill, rounded corners, border and softness."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from math import ceil, cos, hypot, radians, sin

import numpy as np
import numpy.typing as npt
import skia

from reelwright.render.affine import Affine
from reelwright.render.painters.sprited import Easel, paint_sprite, skia_color
from reelwright.render.planes import Canvas, Sprite, sprite_of_float
from reelwright.render.pose import Pose, is_upright, largest_scale, resting_place
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.resolved import GradientFill, ResolvedLayer, Shape
from reelwright.units.color import Color

_MOST_PIXELS = 24_000_000
_GLOW_PIXELS = 400


class ShapePainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Shape, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        density = largest_scale(layer)
        # A soft shape has no detail to lose: half the density for every 4 pixels of blur, down to an eighth.
        density *= max(0.125, min(1.0, 4 / content.blur)) if content.blur > 4 else 1.0
        margin = 3 * content.blur
        area = (content.box[0] + 2 * margin) * (content.box[1] + 2 * margin) * density**2
        self._density = density * min(1.0, (_MOST_PIXELS / area) ** 0.5)
        resting = resting_place(layer, content.box) if is_upright(layer) and self._density == 1.0 else None
        self._phase = resting and (resting[0] % 2, resting[1] % 2)
        self._key = ("shape", content, self._density, self._phase)
        self._is_soft = self._density == 1.0 and _is_large_glow(content)

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        content = self._content
        colors = [content.fill] if isinstance(content.fill, Color) else [color for _, color in content.fill.stops]
        return not content.corner_radius and not content.blur and all(color.is_opaque for color in colors)

    @property
    def identity(self) -> Hashable:
        return self._key

    def settled(self, pose: Pose) -> Pose:
        return replace(pose, placing=_on_even_pixels(pose.placing)) if self._is_soft else pose

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        paint_sprite(canvas, self._stage.sprites.get(self._key, self._draw), pose)

    def _draw(self) -> Sprite:
        content = self._content
        if (
            isinstance(content.fill, GradientFill)
            and not content.corner_radius
            and not content.border
            and not content.blur
        ):
            return self._gradient_plane(content.fill)
        margin = 3 * content.blur
        width, height = content.box
        easel = Easel((-margin, -margin, width + margin, height + margin), self._density, self._phase)
        paint = skia.Paint(AntiAlias=True)
        if isinstance(content.fill, Color):
            paint.setColor(skia_color(content.fill))
        else:
            paint.setShader(_shader(content.fill, content.box))
        if content.blur:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, content.blur))
        outline = skia.RRect.MakeRectXY(skia.Rect(0, 0, width, height), content.corner_radius, content.corner_radius)
        easel.canvas.drawRRect(outline, paint)
        if content.border:
            color, thickness = content.border
            inner = skia.Rect(thickness / 2, thickness / 2, width - thickness / 2, height - thickness / 2)
            radius = max(0.0, content.corner_radius - thickness / 2)
            stroke = skia.Paint(
                AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=thickness, Color=skia_color(color)
            )
            easel.canvas.drawRRect(skia.RRect.MakeRectXY(inner, radius, radius), stroke)
        return easel.sprite()

    def _gradient_plane(self, fill: GradientFill) -> Sprite:
        """A plain gradient in floats with a fixed grain of less than one step, so that slow gradients show no bands."""
        width, height = (max(2, ceil(side * self._density / 2 - 1e-6) * 2) for side in self._content.box)
        across = (np.arange(width, dtype=np.float32) + 0.5) / self._density
        down = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / self._density
        positions = _positions(fill, self._content.box, across, down)
        stops = np.array([at for at, _ in fill.stops], np.float32)
        colors = np.array([[c.red, c.green, c.blue, c.alpha * 255] for _, c in fill.stops], np.float32)
        colors[:, :3] *= colors[:, 3:] / 255
        rgba = np.empty((height, width, 4), np.float32)
        for channel in range(4):
            rgba[..., channel] = np.interp(positions, stops, colors[:, channel])
        grain = np.random.default_rng(1).random((height, width), np.float32) - 0.5
        rgba[..., :3] = np.clip(rgba[..., :3] + grain[..., None] * (rgba[..., 3:] / 255), 0, rgba[..., 3:])
        return sprite_of_float(rgba, density=self._density)


def _is_large_glow(shape: Shape) -> bool:
    """Whether a shape is a wide radial gradient that fades to nothing: it has no edge on which a pixel could be seen."""
    fill = shape.fill
    plain = not (shape.corner_radius or shape.border or shape.blur)
    if not plain or not isinstance(fill, GradientFill) or fill.kind != "radial" or fill.stops[-1][1].alpha > 0:
        return False
    return min(shape.box) >= _GLOW_PIXELS and _radius(fill, shape.box) <= min(shape.box) / 2


def _on_even_pixels(placing: Affine) -> Affine:
    """The same place on the canvas's even pixels, where a sprite is copied instead of interpolated, and while it drifts
    slowly most frames are like the one before."""
    return replace(placing, c=round(placing.c / 2) * 2, f=round(placing.f / 2) * 2)


def _positions(
    fill: GradientFill, box: tuple[float, float], x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Place along the gradient, 0..1, of every pixel. Linear gradients reach the corners as in CSS."""
    width, height = box
    if fill.kind == "radial":
        dx, dy = x - fill.center[0] * width, y - fill.center[1] * height
        return np.asarray(np.hypot(dx, dy), np.float32) / np.float32(_radius(fill, box))
    turn = radians(fill.angle)
    length = abs(width * sin(turn)) + abs(height * cos(turn))
    along = (x - width / 2) * np.float32(sin(turn)) - (y - height / 2) * np.float32(cos(turn))
    return np.asarray(along / np.float32(length) + 0.5, np.float32)


def _radius(fill: GradientFill, box: tuple[float, float]) -> float:
    return max(1e-3, fill.radius * hypot(*box) / 2)


def _shader(fill: GradientFill, box: tuple[float, float]) -> skia.Shader:
    colors = [skia_color(color) for _, color in fill.stops]
    places = [at for at, _ in fill.stops]
    width, height = box
    if fill.kind == "radial":
        return skia.GradientShader.MakeRadial(
            skia.Point(fill.center[0] * width, fill.center[1] * height), _radius(fill, box), colors, places
        )
    turn = radians(fill.angle)
    length = abs(width * sin(turn)) + abs(height * cos(turn))
    dx, dy = sin(turn) * length / 2, -cos(turn) * length / 2
    return skia.GradientShader.MakeLinear(
        [skia.Point(width / 2 - dx, height / 2 - dy), skia.Point(width / 2 + dx, height / 2 + dy)], colors, places
    )
