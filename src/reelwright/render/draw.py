"""Laying sprites and opaque pictures onto the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np

from reelwright.render.affine import Affine, chroma_matrix, luma_matrix
from reelwright.render.blending import Pieces, mixed
from reelwright.render.planes import Canvas, Plane, Sprite, chroma_alpha_of
from reelwright.render.resample import resampled
from reelwright.render.wipe import Region, Wipe
from reelwright.timeline.looks import BlendMode

_WORTH_IT = 64
"""Pixels a side from which the inside of an opaque sprite is drawn apart from its edges."""
_SLACK = 2.0
"""Source pixels that interpolation may look at beyond a point, of luma and of chroma."""
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
    look = _Laying(opacity, wipes, blend, bounds)
    if even and shift:
        _lay(_under(canvas, region), _cut(sprite, shift, region), look, region)
        return
    inverse = placing.inverse()
    inner = None if sprite.alpha is not None else _inside(placing, inverse, sprite.size, region)
    for part in (region,) if inner is None else (inner, *_around(inner, region)):
        _lay(_under(canvas, part), _warped(sprite, inverse, part, part == inner), look, part)


@dataclass(frozen=True, slots=True)
class _Laying:
    """How pieces are laid; ``bounds`` are the sprite's on the canvas."""

    opacity: float
    wipes: Sequence[Wipe]
    blend: BlendMode
    bounds: tuple[float, float, float, float]


def _lay(under: Canvas, pieces: Pieces, look: _Laying, region: Region) -> None:
    """Lay the pieces that belong to a region over the canvas there."""
    y, u, v, alpha, chroma_alpha = pieces
    for wipe in look.wipes:
        mask = wipe.mask(look.bounds, region)
        half = chroma_alpha_of(mask)
        if alpha is None or chroma_alpha is None:
            alpha, chroma_alpha = np.full_like(mask, 255), np.full_like(half, 255)
        y, alpha = _scaled_by(y, mask), _scaled_by(alpha, mask)
        u, v, chroma_alpha = _scaled_by(u, half), _scaled_by(v, half), _scaled_by(chroma_alpha, half)
    if look.blend != "normal":
        y, u, v, alpha, chroma_alpha = mixed((y, u, v, alpha, chroma_alpha), under, look.blend)
    opacity = look.opacity
    _blend(under.y, y, alpha, opacity)
    _blend(under.u, u, chroma_alpha, opacity)
    _blend(under.v, v, chroma_alpha, opacity)
    if under.alpha is not None and under.chroma_alpha is not None:
        full = np.full_like(y, 255) if alpha is None else alpha
        half = np.full_like(u, 255) if chroma_alpha is None else chroma_alpha
        _blend(under.alpha, full, alpha, opacity)
        _blend(under.chroma_alpha, half, chroma_alpha, opacity)


def _inside(placing: Affine, inverse: Affine, size: tuple[int, int], region: Region) -> Region | None:
    """A large even rectangle that lies wholly inside an opaque sprite, where no edge has to be softened; ``None`` if there is
    none worth it. For a sprite turned a little it is nearly all of it."""
    corners = [placing.apply(x, y) for x in (0, size[0]) for y in (0, size[1])]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    left, top = max(region[0], ceil(xs[1] / 2 + 1) * 2), max(region[1], ceil(ys[1] / 2 + 1) * 2)
    right, bottom = min(region[2], floor(xs[2] / 2 - 1) * 2), min(region[3], floor(ys[2] / 2 - 1) * 2)
    if right - left < _WORTH_IT or bottom - top < _WORTH_IT:
        return None
    for x in (left, right):
        for y in (top, bottom):
            source_x, source_y = inverse.apply(x, y)
            if not (_SLACK <= source_x <= size[0] - _SLACK and _SLACK <= source_y <= size[1] - _SLACK):
                return None
    return left, top, right, bottom


def _around(inner: Region, outer: Region) -> list[Region]:
    """What is left of a region round a smaller one: above, below, left, right."""
    parts = [
        (outer[0], outer[1], outer[2], inner[1]), (outer[0], inner[3], outer[2], outer[3]),
        (outer[0], inner[1], inner[0], inner[3]), (inner[2], inner[1], outer[2], inner[3]),
    ]  # fmt: skip
    return [part for part in parts if part[2] > part[0] and part[3] > part[1]]


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


def _warped(sprite: Sprite, inverse: Affine, region: Region, is_inside: bool) -> Pieces:
    left, top, right, bottom = region
    full, half = (right - left, bottom - top), ((right - left) // 2, (bottom - top) // 2)
    luma, chroma = luma_matrix(inverse, left, top), chroma_matrix(inverse, left, top)
    y, u, v = resampled(sprite.y, luma, full), resampled(sprite.u, chroma, half), resampled(sprite.v, chroma, half)
    if is_inside:
        return y, u, v, None, None
    alpha = sprite.alpha if sprite.alpha is not None else np.full_like(sprite.y, 255)
    chroma_alpha = sprite.chroma_alpha if sprite.chroma_alpha is not None else np.full_like(sprite.u, 255)
    return y, u, v, resampled(alpha, luma, full), resampled(chroma_alpha, chroma, half)


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
