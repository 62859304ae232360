"""Blend modes: the formulas of CSS Compositing and Blending Level 1, on straight RGB."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from reelwright.render.planes import Canvas, Plane
from reelwright.render.rgb import Rgb, planes_of, rgb_of, straight, times
from reelwright.timeline.looks import BlendMode

Pieces = tuple[Plane, Plane, Plane, Plane | None, Plane | None]
"""Premultiplied y, u, v, and alpha at full and half size (``None`` when opaque)."""

Mix = Callable[[Rgb, Rgb], Rgb]
"""Backdrop and source, 0 to 1 → the colour they make."""


def mixed(source: Pieces, under: Canvas, mode: BlendMode) -> Pieces:
    """The source recoloured so that laying it normally over ``under`` gives the blend.

    CSS: the source's colour becomes (1 - ab) cs + ab B(cb, cs), ab being the backdrop's alpha; then it is composited.
    """
    y, u, v, alpha, chroma_alpha = source
    if mode == "plus-lighter":
        return _added(source, under)
    if alpha is not None and chroma_alpha is not None:
        y, u, v = straight(y, alpha), straight(u, chroma_alpha), straight(v, chroma_alpha)
    back = _opaque(under)
    cs, cb = (np.multiply(rgb, np.float32(1 / 255), dtype=np.float32) for rgb in (rgb_of(y, u, v), rgb_of(*back)))
    result = _MODES[mode](cb, cs)
    if under.alpha is not None:
        ab = under.alpha[..., None].astype(np.float32) / 255
        result = (1 - ab) * cs + ab * result
    y, u, v = planes_of(cv2.convertScaleAbs(np.maximum(result, 0), alpha=255))
    if alpha is not None and chroma_alpha is not None:
        y, u, v = times(y, alpha), times(u, chroma_alpha), times(v, chroma_alpha)
    return y, u, v, alpha, chroma_alpha


def _opaque(under: Canvas) -> tuple[Plane, Plane, Plane]:
    if under.alpha is None or under.chroma_alpha is None:
        return under.planes
    return straight(under.y, under.alpha), straight(under.u, under.chroma_alpha), straight(under.v, under.chroma_alpha)


def _added(source: Pieces, under: Canvas) -> Pieces:
    """Light added to light, where the source is: min(1, as cs + ab cb). The sum replaces what was there."""
    y, u, v, alpha, chroma_alpha = source
    full = np.full_like(y, 255) if alpha is None else alpha
    half = np.full_like(u, 255) if chroma_alpha is None else chroma_alpha
    if alpha is not None:
        y, u, v = straight(y, full), straight(u, half), straight(v, half)
    cs = rgb_of(y, u, v).astype(np.float32) * (full[..., None].astype(np.float32) / 255)
    cb = rgb_of(*_opaque(under)).astype(np.float32)
    if under.alpha is not None:
        cb = cb * (under.alpha[..., None].astype(np.float32) / 255)
    total = np.clip(cs + cb, 0, 255)
    # Only what lies under the source changes: elsewhere the piece stays empty.
    touched = np.where(full > 0, 255, 0).astype(np.uint8)
    touched_half = np.where(half > 0, 255, 0).astype(np.uint8)
    y, u, v = planes_of(total)
    return times(y, touched), times(u, touched_half), times(v, touched_half), touched, touched_half


def _multiply(cb: Rgb, cs: Rgb) -> Rgb:
    return cb * cs


def _screen(cb: Rgb, cs: Rgb) -> Rgb:
    return cb + cs - cb * cs


def _hard_light(cb: Rgb, cs: Rgb) -> Rgb:
    return np.where(cs <= 0.5, _multiply(cb, 2 * cs), _screen(cb, 2 * cs - 1))


def _dodge(cb: Rgb, cs: Rgb) -> Rgb:
    return np.where(cb <= 0, 0.0, np.where(cs >= 1, 1.0, np.minimum(1, cb / np.maximum(1 - cs, 1e-6)))).astype(
        np.float32
    )


def _burn(cb: Rgb, cs: Rgb) -> Rgb:
    return np.where(cb >= 1, 1.0, np.where(cs <= 0, 0.0, 1 - np.minimum(1, (1 - cb) / np.maximum(cs, 1e-6)))).astype(
        np.float32
    )


def _soft_light(cb: Rgb, cs: Rgb) -> Rgb:
    curve = np.where(cb <= 0.25, ((16 * cb - 12) * cb + 4) * cb, np.sqrt(cb))
    return np.where(cs <= 0.5, cb - (1 - 2 * cs) * cb * (1 - cb), cb + (2 * cs - 1) * (curve - cb))


def _lum(c: Rgb) -> Rgb:
    return np.asarray(c @ np.array([0.3, 0.59, 0.11], np.float32), np.float32)[..., None]


def _sat(c: Rgb) -> Rgb:
    return c.max(axis=-1, keepdims=True) - c.min(axis=-1, keepdims=True)


def _clip_color(c: Rgb) -> Rgb:
    lum, low, high = _lum(c), c.min(axis=-1, keepdims=True), c.max(axis=-1, keepdims=True)
    c = np.where(low < 0, lum + (c - lum) * lum / np.maximum(lum - low, 1e-6), c)
    return np.where(high > 1, lum + (c - lum) * (1 - lum) / np.maximum(high - lum, 1e-6), c)


def _set_lum(c: Rgb, lum: Rgb) -> Rgb:
    return _clip_color(c + (lum - _lum(c)))


def _set_sat(c: Rgb, sat: Rgb) -> Rgb:
    """The specification's SetSat: the least channel becomes 0, the greatest ``sat``, the middle one in proportion."""
    low, spread = c.min(axis=-1, keepdims=True), _sat(c)
    return np.where(spread > 0, (c - low) * sat / np.maximum(spread, 1e-6), 0.0).astype(np.float32)


_MODES: dict[BlendMode, Mix] = {
    "multiply": _multiply,
    "screen": _screen,
    "overlay": lambda cb, cs: _hard_light(cs, cb),
    "darken": np.minimum,
    "lighten": np.maximum,
    "color-dodge": _dodge,
    "color-burn": _burn,
    "hard-light": _hard_light,
    "soft-light": _soft_light,
    "difference": lambda cb, cs: np.abs(cb - cs),
    "exclusion": lambda cb, cs: cb + cs - 2 * cb * cs,
    "hue": lambda cb, cs: _set_lum(_set_sat(cs, _sat(cb)), _lum(cb)),
    "saturation": lambda cb, cs: _set_lum(_set_sat(cb, _sat(cs)), _lum(cb)),
    "color": lambda cb, cs: _set_lum(cs, _lum(cb)),
    "luminosity": lambda cb, cs: _set_lum(cb, _lum(cs)),
}
