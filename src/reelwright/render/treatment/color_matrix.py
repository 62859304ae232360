"""Colour filters as one affine map, applied to planar YUV.

The matrices are those of the CSS Filter Effects Module Level 1 (saturate, hue-rotate, sepia, …) on RGB from 0 to 1.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt

from reelwright.render.planes import TO_YUV, Plane, Sprite, halved
from reelwright.render.rgb import widened
from reelwright.units.color import Color

Matrix = npt.NDArray[np.float64]
"""(3, 4): red, green, blue from red, green, blue, 1; or the same for Y, U, V in 0..255."""

_F = TO_YUV[:, :3].astype(np.float64)
_OFFSET = TO_YUV[:, 3].astype(np.float64) * 255
_B = np.linalg.inv(_F)
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_CSS_LUMA = np.array([0.213, 0.715, 0.072])
_SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
_WARMTH = 0.25
"""Part of red that the greatest temperature adds, and of blue that it takes."""
NEUTRAL = (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""The values of ``Grading.at`` that change nothing."""
_TINY = 1e-4


def grading_matrix(values: tuple[float, ...]) -> Matrix:
    """The map of all filters together, on RGB: brightness, contrast, saturation, hue, grayscale, sepia, invert, temperature."""
    brightness, contrast, saturation, hue, grayscale, sepia, invert, temperature = values
    result = _linear(np.eye(3) * brightness)
    result = _after(_linear(np.eye(3) * contrast, 0.5 * (1 - contrast)), result)
    result = _after(_linear(_saturated(saturation)), result)
    result = _after(_linear(_hue_rotated(hue)), result)
    result = _after(_linear((1 - grayscale) * np.eye(3) + grayscale * np.tile(_LUMA, (3, 1))), result)
    result = _after(_linear((1 - sepia) * np.eye(3) + sepia * _SEPIA), result)
    result = _after(_linear(np.eye(3) * (1 - 2 * invert), invert), result)
    warm = np.diag([1 + _WARMTH * temperature, 1.0, 1 - _WARMTH * temperature])
    return _after(_linear(warm), result)


def in_yuv(matrix: Matrix) -> Matrix:
    """An RGB map as one on Y, U, V from 0 to 255."""
    linear = _F @ matrix[:, :3] @ _B
    constant = _F @ (matrix[:, 3] * 255) + _OFFSET - linear @ _OFFSET
    return np.concatenate([linear, constant[:, None]], axis=1)


def tint_matrix(color: Color, amount: float) -> Matrix:
    """Mixes ``amount`` of an opaque colour in; on YUV."""
    target = _F @ np.array([color.red, color.green, color.blue], np.float64) + _OFFSET
    return np.concatenate([np.eye(3) * (1 - amount), (target * amount)[:, None]], axis=1)


def recolored(sprite: Sprite, matrix: Matrix) -> Sprite:
    """The sprite with a YUV map applied; its alpha stays. Colours stay within the limits of video."""
    alpha = None if sprite.alpha is None or sprite.chroma_alpha is None else (sprite.alpha, sprite.chroma_alpha)
    y = _luma(sprite, matrix, alpha and alpha[0])
    u, v = (_chroma(sprite, matrix[row], alpha and alpha[1]) for row in (1, 2))
    return Sprite(y, u, v, sprite.alpha, sprite.chroma_alpha, sprite.origin, sprite.density, sprite.stretch)


def _luma(sprite: Sprite, matrix: Matrix, alpha: Plane | None) -> Plane:
    row = matrix[0]
    total = sprite.y.astype(np.float32) * np.float32(row[0])
    if abs(row[1]) > _TINY or abs(row[2]) > _TINY:
        total += widened(sprite.u).astype(np.float32) * np.float32(row[1])
        total += widened(sprite.v).astype(np.float32) * np.float32(row[2])
    return _finished(total, row[3], alpha, (16, 235))


def _chroma(sprite: Sprite, row: Matrix, alpha: Plane | None) -> Plane:
    total = sprite.u.astype(np.float32) * np.float32(row[1]) + sprite.v.astype(np.float32) * np.float32(row[2])
    if abs(row[0]) > _TINY:
        total += halved(sprite.y.astype(np.float32)) * np.float32(row[0])
    return _finished(total, row[3], alpha, (16, 240))


def _finished(total: npt.NDArray[Any], constant: float, alpha: Plane | None, limits: tuple[int, int]) -> Plane:
    """Add the constant, keep within the limits, round. Premultiplied planes carry constants and limits times alpha."""
    if alpha is None:
        return np.asarray(np.clip(total + np.float32(constant), *limits) + 0.5, np.uint8)
    part = alpha.astype(np.float32) / 255
    total += part * np.float32(constant)
    return np.asarray(np.clip(total, part * limits[0], part * limits[1]) + 0.5, np.uint8)


def _linear(matrix: Matrix, constant: float = 0.0) -> Matrix:
    return np.concatenate([matrix, np.full((3, 1), constant)], axis=1)


def _after(second: Matrix, first: Matrix) -> Matrix:
    return np.concatenate([second[:, :3] @ first[:, :3], second[:, :3] @ first[:, 3:] + second[:, 3:]], axis=1)


def _saturated(amount: float) -> Matrix:
    return np.tile(_CSS_LUMA, (3, 1)) * (1 - amount) + np.eye(3) * amount


def _hue_rotated(degrees: float) -> Matrix:
    co, si = cos(radians(degrees)), sin(radians(degrees))
    base = np.tile(_CSS_LUMA, (3, 1))
    turned = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
    return base + co * (np.eye(3) - base) + si * turned
