"""Laying sprites and opaque pictures onto the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import cv2
import numpy as np

from reelwright.render.affine import Affine, chroma_matrix, luma_matrix
from reelwright.render.planes import Canvas, Plane, Sprite, halved

_INVERSE = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
_WIPE_SOFTNESS = 0.06
"""Width of a wipe's soft edge, as a part of the way it runs."""


@dataclass(frozen=True, slots=True)
class Wipe:
    """Show ``progress`` of the layer, the edge running towards ``direction``."""

    progress: float
    direction: Literal["left", "right", "up", "down"]


Region = tuple[int, int, int, int]
"""Left, top, right, bottom on the canvas; even numbers."""


def region_of(bounds: tuple[float, float, float, float], canvas: Canvas) -> Region | None:
    """The even rectangle of the canvas that covers ``bounds``; ``None`` when nothing of it is visible."""
    width, height = canvas.size
    left, top = max(0, floor(bounds[0] / 2) * 2), max(0, floor(bounds[1] / 2) * 2)
    right, bottom = min(width, ceil(bounds[2] / 2) * 2), min(height, ceil(bounds[3] / 2) * 2)
    return (left, top, right, bottom) if right > left and bottom > top else None


def draw_sprite(canvas: Canvas, sprite: Sprite, placing: Affine, opacity: float, wipes: Sequence[Wipe] = ()) -> None:
    """Lay a sprite over the canvas. ``placing`` maps sprite pixels to canvas pixels."""
    if placing.is_singular:
        return
    shift = placing.whole_shift
    even = shift is not None and shift[0] % 2 == 0 and shift[1] % 2 == 0
    bounds = placing.bounds(*sprite.size)
    if even and shift:
        bounds = (shift[0], shift[1], shift[0] + sprite.size[0], shift[1] + sprite.size[1])
    margin = 0 if even else 1  # interpolation reaches half a pixel beyond the edge
    region = region_of((bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin), canvas)
    if region is None:
        return
    pieces = _cut(sprite, shift, region) if even and shift else _warped(sprite, placing.inverse(), region)
    y, u, v, alpha, chroma_alpha = pieces
    for wipe in wipes:
        mask = _wipe_mask(wipe, bounds, region)
        half = np.asarray(cv2.convertScaleAbs(halved(mask.astype(np.float32))), np.uint8)
        if alpha is None or chroma_alpha is None:
            alpha, chroma_alpha = np.full_like(mask, 255), np.full_like(half, 255)
        y, alpha = _scaled_by(y, mask), _scaled_by(alpha, mask)
        u, v, chroma_alpha = _scaled_by(u, half), _scaled_by(v, half), _scaled_by(chroma_alpha, half)
    left, top, right, bottom = region
    chroma = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
    _blend(canvas.y[top:bottom, left:right], y, alpha, opacity)
    _blend(canvas.u[chroma], u, chroma_alpha, opacity)
    _blend(canvas.v[chroma], v, chroma_alpha, opacity)


Pieces = tuple[Plane, Plane, Plane, Plane | None, Plane | None]


def _cut(sprite: Sprite, shift: tuple[int, int], region: Region) -> Pieces:
    """The sprite's part under a region, when it lies on the canvas's own grid."""
    left, top, right, bottom = region
    full = (slice(top - shift[1], bottom - shift[1]), slice(left - shift[0], right - shift[0]))
    half = (
        slice((top - shift[1]) // 2, (bottom - shift[1]) // 2),
        slice((left - shift[0]) // 2, (right - shift[0]) // 2),
    )
    alpha = None if sprite.alpha is None else sprite.alpha[full]
    chroma_alpha = None if sprite.chroma_alpha is None else sprite.chroma_alpha[half]
    return sprite.y[full], sprite.u[half], sprite.v[half], alpha, chroma_alpha


def _warped(sprite: Sprite, inverse: Affine, region: Region) -> Pieces:
    left, top, right, bottom = region
    full, half = (right - left, bottom - top), ((right - left) // 2, (bottom - top) // 2)
    luma, chroma = luma_matrix(inverse, left, top), chroma_matrix(inverse, left, top)

    def warp(plane: Plane, matrix: np.ndarray, size: tuple[int, int]) -> Plane:
        return np.asarray(cv2.warpAffine(plane, matrix, size, flags=_INVERSE, borderMode=cv2.BORDER_CONSTANT), np.uint8)

    alpha = sprite.alpha if sprite.alpha is not None else np.full_like(sprite.y, 255)
    chroma_alpha = sprite.chroma_alpha if sprite.chroma_alpha is not None else np.full_like(sprite.u, 255)
    return (
        warp(sprite.y, luma, full), warp(sprite.u, chroma, half), warp(sprite.v, chroma, half),
        warp(alpha, luma, full), warp(chroma_alpha, chroma, half),
    )  # fmt: skip


def _blend(target: Plane, source: Plane, alpha: Plane | None, opacity: float) -> None:
    """target = source·opacity + target·(1 - alpha·opacity), in 8 bits; exact where alpha is 0 or 255."""
    if alpha is None:
        if opacity >= 1:
            np.copyto(target, source)
        else:
            cv2.addWeighted(source, opacity, target, 1 - opacity, 0, target)
        return
    if opacity < 1:
        source = np.asarray(cv2.convertScaleAbs(source, alpha=opacity), np.uint8)
        rest = np.asarray(cv2.convertScaleAbs(alpha, alpha=-opacity, beta=255), np.uint8)
    else:
        rest = cv2.bitwise_not(alpha)
    kept = cv2.multiply(target, rest, scale=1 / 255)
    cv2.add(kept, source, target)


def _scaled_by(plane: Plane, mask: Plane) -> Plane:
    return np.asarray(cv2.multiply(plane, mask, scale=1 / 255), np.uint8)


def _wipe_mask(wipe: Wipe, bounds: tuple[float, float, float, float], region: Region) -> Plane:
    """255 where the wipe has passed, 0 where it has not, over ``region``; the way it runs is the layer's ``bounds``."""
    left, top, right, bottom = region
    across = wipe.direction in ("left", "right")
    low, high = (bounds[0], bounds[2]) if across else (bounds[1], bounds[3])
    soft = max(2.0, (high - low) * _WIPE_SOFTNESS)
    edge = wipe.progress * (high - low + soft)
    places = np.arange(left, right) if across else np.arange(top, bottom)
    way = places + 0.5 - low if wipe.direction in ("right", "down") else high - places - 0.5
    ramp = np.asarray(np.clip((edge - way) / soft, 0, 1) * 255 + 0.5, np.uint8)
    shape = (bottom - top, right - left)
    return np.ascontiguousarray(np.broadcast_to(ramp[None, :] if across else ramp[:, None], shape))


def draw_cover(canvas: Canvas, source: tuple[Plane, Plane, Plane], inverse: Affine, opacity: float) -> None:
    """Fill the whole canvas from an opaque picture that reaches beyond it. ``inverse`` maps canvas to source pixels."""
    width, height = canvas.size
    luma, chroma = luma_matrix(inverse, 0, 0), chroma_matrix(inverse, 0, 0)
    for plane, target, matrix, size in zip(
        source,
        canvas.planes,
        (luma, chroma, chroma),
        ((width, height), (width // 2, height // 2), (width // 2, height // 2)),
        strict=True,
    ):
        if opacity >= 1:
            cv2.warpAffine(plane, matrix, size, dst=target, flags=_INVERSE, borderMode=cv2.BORDER_REPLICATE)
        else:
            warped = cv2.warpAffine(plane, matrix, size, flags=_INVERSE, borderMode=cv2.BORDER_REPLICATE)
            cv2.addWeighted(warped, opacity, target, 1 - opacity, 0, target)
