"""Blurring sprites."""

from __future__ import annotations

from math import ceil

import cv2
import numpy as np

from reelwright.render.planes import Plane, Sprite

_LARGE = 6.0
"""Pixels of deviation from which a plane is blurred at a smaller size: nothing of it is lost."""


def blurred_plane(plane: Plane, sigma: float, border: int = cv2.BORDER_CONSTANT) -> Plane:
    """Gaussian blur of one plane by a standard deviation in its pixels."""
    if sigma <= 0.05:
        return plane
    shrink = int(sigma / _LARGE) + 1
    height, width = plane.shape
    if shrink > 1 and min(height, width) > 4 * shrink:
        size = (ceil(width / shrink), ceil(height / shrink))
        small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small.astype(np.float32), (0, 0), sigma / shrink, borderType=border)
        wide = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(wide + 0.5, 0, 255), np.uint8)
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma, borderType=border), np.uint8)


def softened(sprite: Sprite, sigma: float) -> Sprite:
    """The sprite blurred. An opaque one stays opaque up to its edges; others fade out beyond them."""
    if sigma <= 0.05:
        return sprite
    if sprite.alpha is None:
        y = blurred_plane(sprite.y, sigma, cv2.BORDER_REPLICATE)
        u, v = (blurred_plane(plane, sigma / 2, cv2.BORDER_REPLICATE) for plane in (sprite.u, sprite.v))
        return Sprite(y, u, v, None, None, sprite.origin, sprite.density, sprite.stretch)
    wide = padded(sprite, ceil(3 * sigma))
    assert wide.alpha is not None
    assert wide.chroma_alpha is not None
    full = [blurred_plane(plane, sigma) for plane in (wide.y, wide.alpha)]
    half = [blurred_plane(plane, sigma / 2) for plane in (wide.u, wide.v, wide.chroma_alpha)]
    return Sprite(full[0], half[0], half[1], full[1], half[2], wide.origin, wide.density, wide.stretch)


def padded(sprite: Sprite, margin: int) -> Sprite:
    """The sprite with ``margin`` (rounded up to even) empty pixels round it."""
    margin += margin % 2
    if margin == 0:
        return sprite

    def wide(plane: Plane, room: int) -> Plane:
        return np.asarray(cv2.copyMakeBorder(plane, room, room, room, room, cv2.BORDER_CONSTANT, value=0), np.uint8)

    alpha = np.full_like(sprite.y, 255) if sprite.alpha is None else sprite.alpha
    half_alpha = np.full_like(sprite.u, 255) if sprite.chroma_alpha is None else sprite.chroma_alpha
    half = margin // 2
    return Sprite(
        wide(sprite.y, margin), wide(sprite.u, half), wide(sprite.v, half), wide(alpha, margin), wide(half_alpha, half),
        (sprite.origin[0] - margin, sprite.origin[1] - margin), sprite.density, sprite.stretch,
    )  # fmt: skip
