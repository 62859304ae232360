"""Laying sprites and opaque pictures onto the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import cv2
import numpy as np

from reelwright.render.affine import Affine, chroma_matrix, luma_matrix
from reelwright.render.blending import Pieces, mixed
from reelwright.render.planes import Canvas, Plane, Sprite, chroma_alpha_of
from reelwright.render.wipe import Region, Wipe
from reelwright.timeline.looks import BlendMode

_INVERSE = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def region_of(bounds: tuple[float, float, float, float], canvas: Canvas) -> Region | None:
    """The even rectangle of the canvas that covers ``bounds``; ``None`` when nothing of it is visible."""
    width, height = canvas.size
    left, top = max(0, floor(bounds[0] / 2) * 2), max(0, floor(bounds[1] / 2) * 2)
    right, bottom = min(width, ceil(bounds[2] / 2) * 2), min(height, ceil(bounds[3] / 2) * 2)
    return (left, top, right, bottom) if right > left and bottom > top else None


def draw_sprite(
    canvas: Canvas,
    sprite: Sprite,
    placing: Affine,
    opacity: float,
    wipes: Sequence[Wipe] = (),
    blend: BlendMode = "normal",
) -> None:
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
        mask = wipe.mask(bounds, region)
        half = chroma_alpha_of(mask)
        if alpha is None or chroma_alpha is None:
            alpha, chroma_alpha = np.full_like(mask, 255), np.full_like(half, 255)
        y, alpha = _scaled_by(y, mask), _scaled_by(alpha, mask)
        u, v, chroma_alpha = _scaled_by(u, half), _scaled_by(v, half), _scaled_by(chroma_alpha, half)
    under = _under(canvas, region)
    if blend != "normal":
        y, u, v, alpha, chroma_alpha = mixed((y, u, v, alpha, chroma_alpha), under, blend)
    _blend(under.y, y, alpha, opacity)
    _blend(under.u, u, chroma_alpha, opacity)
    _blend(under.v, v, chroma_alpha, opacity)
    if under.alpha is not None and under.chroma_alpha is not None:
        full = np.full_like(y, 255) if alpha is None else alpha
        half = np.full_like(u, 255) if chroma_alpha is None else chroma_alpha
        _blend(under.alpha, full, alpha, opacity)
        _blend(under.chroma_alpha, half, chroma_alpha, opacity)


def _under(canvas: Canvas, region: Region) -> Canvas:
    """The part of the canvas under a region, sharing its memory."""
    left, top, right, bottom = region
    full = (slice(top, bottom), slice(left, right))
    half = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
    alpha = None if canvas.alpha is None else canvas.alpha[full]
    chroma_alpha = None if canvas.chroma_alpha is None else canvas.chroma_alpha[half]
    return Canvas(canvas.y[full], canvas.u[half], canvas.v[half], alpha, chroma_alpha)


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
    for target in canvas.all_planes[3:]:
        if opacity >= 1:
            target[:] = 255
        else:
            cv2.convertScaleAbs(target, target, 1 - opacity, 255 * opacity)
