"""Gradients: as a shader for what has an outline, and in floats with a fine grain for plain rectangles."""

from __future__ import annotations

from math import ceil, cos, hypot, radians, sin

import cv2
import numpy as np
import numpy.typing as npt
import skia

from reelwright.render.painters.sprited import skia_color
from reelwright.render.planes import TO_YUV, Plane, Sprite
from reelwright.timeline.contents import GradientFill


def gradient_sprite(fill: GradientFill, box: tuple[float, float], density: float) -> Sprite:
    """A gradient over a whole box, with a fixed grain of less than one step, so that slow gradients show no bands.

    Colours run straight between stops, so each plane can be made by itself from the stops' own Y, U, V and alpha.
    """
    width, height = (max(2, ceil(side * density / 2 - 1e-6) * 2) for side in box)
    full = _positions(fill, box, _places(width, 0.5, 1, density), _places(height, 0.5, 1, density)[:, None])
    half = _positions(fill, box, _places(width // 2, 0.5, 2, density), _places(height // 2, 1.0, 2, density)[:, None])
    stops = [at for at, _ in fill.stops]
    rgba = np.array([[c.red * c.alpha, c.green * c.alpha, c.blue * c.alpha, 255 * c.alpha] for _, c in fill.stops])
    yuv = rgba @ TO_YUV.astype(np.float64).T
    grain = np.asarray(np.random.default_rng(1).random((height, width), np.float32) - 0.5, np.float32)

    def plane(positions: npt.NDArray[np.float32], values: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        return np.asarray(np.interp(positions, stops, values), np.float32)

    opaque = all(color.is_opaque for _, color in fill.stops)
    alphas = (None, None) if opaque else (_bytes(plane(full, rgba[:, 3])), _bytes(plane(half, rgba[:, 3])))
    if not opaque:
        grain = np.asarray(grain * plane(full, rgba[:, 3]) / 255, np.float32)
    y = _bytes(plane(full, yuv[:, 0]) + grain)
    return Sprite(y, _bytes(plane(half, yuv[:, 1])), _bytes(plane(half, yuv[:, 2])), *alphas, density=density)


def _places(count: int, first: float, step: float, density: float) -> npt.NDArray[np.float32]:
    """Where samples lie in the box: the first at ``first``, in sprite pixels."""
    return (np.arange(count, dtype=np.float32) * np.float32(step) + np.float32(first)) / np.float32(density)


def _bytes(plane: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(cv2.convertScaleAbs(np.maximum(plane, 0)), np.uint8)


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
