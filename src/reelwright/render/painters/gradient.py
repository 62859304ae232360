"""Gradients: as a shader for what has an outline, and in floats with a fine grain for plain rectangles."""

from __future__ import annotations

from math import ceil, cos, hypot, radians, sin

import numpy as np
import numpy.typing as npt
import skia

from reelwright.render.painters.sprited import skia_color
from reelwright.render.planes import Sprite, sprite_of_float
from reelwright.timeline.contents import GradientFill


def gradient_sprite(fill: GradientFill, box: tuple[float, float], density: float) -> Sprite:
    """A gradient over a whole box, with a fixed grain of less than one step, so that slow gradients show no bands."""
    width, height = (max(2, ceil(side * density / 2 - 1e-6) * 2) for side in box)
    across = (np.arange(width, dtype=np.float32) + 0.5) / density
    down = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / density
    positions = _positions(fill, box, across, down)
    stops = np.array([at for at, _ in fill.stops], np.float32)
    colors = np.array([[c.red, c.green, c.blue, c.alpha * 255] for _, c in fill.stops], np.float32)
    colors[:, :3] *= colors[:, 3:] / 255
    rgba = np.empty((height, width, 4), np.float32)
    for channel in range(4):
        rgba[..., channel] = np.interp(positions, stops, colors[:, channel])
    grain = np.random.default_rng(1).random((height, width), np.float32) - 0.5
    rgba[..., :3] = np.clip(rgba[..., :3] + grain[..., None] * (rgba[..., 3:] / 255), 0, rgba[..., 3:])
    return sprite_of_float(rgba, density=density)


def _positions(
    fill: GradientFill, box: tuple[float, float], x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Place along the gradient, 0..1, of every pixel. Linear gradients reach the corners as in CSS."""
    width, height = box
    if fill.kind == "radial":
        dx, dy = x - fill.center[0] * width, y - fill.center[1] * height
        return np.asarray(np.hypot(dx, dy), np.float32) / np.float32(radius_of(fill, box))
    if fill.kind == "conic":  # from twelve o'clock plus the angle, clockwise, as CSS
        turns = np.arctan2(x - fill.center[0] * width, fill.center[1] * height - y) / (2 * np.pi)
        return np.asarray((turns - fill.angle / 360) % 1.0, np.float32)
    turn = radians(fill.angle)
    length = abs(width * sin(turn)) + abs(height * cos(turn))
    along = (x - width / 2) * np.float32(sin(turn)) - (y - height / 2) * np.float32(cos(turn))
    return np.asarray(along / np.float32(length) + 0.5, np.float32)


def radius_of(fill: GradientFill, box: tuple[float, float]) -> float:
    return max(1e-3, fill.radius * hypot(*box) / 2)


def gradient_shader(fill: GradientFill, box: tuple[float, float]) -> skia.Shader:
    colors = [skia_color(color) for _, color in fill.stops]
    places = [at for at, _ in fill.stops]
    width, height = box
    if fill.kind == "radial":
        return skia.GradientShader.MakeRadial(
            skia.Point(fill.center[0] * width, fill.center[1] * height), radius_of(fill, box), colors, places
        )
    if fill.kind == "conic":
        center = (fill.center[0] * width, fill.center[1] * height)
        matrix = skia.Matrix.RotateDeg(fill.angle - 90, skia.Point(*center))
        return skia.GradientShader.MakeSweep(*center, colors, places, localMatrix=matrix)
    turn = radians(fill.angle)
    length = abs(width * sin(turn)) + abs(height * cos(turn))
    dx, dy = sin(turn) * length / 2, -cos(turn) * length / 2
    return skia.GradientShader.MakeLinear(
        [skia.Point(width / 2 - dx, height / 2 - dy), skia.Point(width / 2 + dx, height / 2 + dy)], colors, places
    )
