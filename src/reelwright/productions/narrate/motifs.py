"""Ornaments drawn from plain shapes: one kind for each section, arriving piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import Any

from reelwright.productions.narrate.backgrounds import to_and_fro
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette

Clip = dict[str, Any]
Span = tuple[float, float]
_MOON_STEP, _MOON_ROUND = 0.6, 22
"""Seconds between a moon's keyframes, and for one turn."""


def motif(kind: int, frame: Frame, palette: Palette, span: Span, random: Random) -> list[list[Clip]]:
    """An ornament for ``span`` (start, end) seconds, as layers of clips from the lowest up."""
    return _KINDS[kind % len(_KINDS)](frame, palette, span, random)


def _piece(span: Span, delay: float, at: tuple[float, float], size: tuple[float, float], **more: Any) -> Clip:
    """A shape with its middle ``at``, there from ``delay`` seconds into the span."""
    start = round(span[0] + delay, 3)
    left = span[1] - start
    enter = {"preset": "zoom", "scale": 0.6, "duration": min(0.7, left / 2), "easing": "ease-out-back"}
    return {
        "type": "shape", "start": start, "duration": round(left, 3), "x": round(at[0], 1), "y": round(at[1], 1),
        "width": round(size[0], 1), "height": round(size[1], 1), "enter": enter, "exit": {"preset": "fade", "duration": min(0.4, left / 3)}, **more,
    }  # fmt: skip


def _orbits(frame: Frame, palette: Palette, span: Span, random: Random) -> list[list[Clip]]:
    """Rings round a glowing disc, with a small moon on each."""
    x, y, radius = frame.motif
    layers: list[list[Clip]] = []
    disc = {
        "gradient": "radial",
        "center": [0.35, 0.3],
        "radius": 0.95,
        "stops": [{"at": 0, "color": palette.accent}, {"at": 1, "color": palette.glow}],
    }
    for number, part in enumerate((1.0, 0.74, 0.48)):
        r = radius * part
        ring = {
            "fill": "#ffffff00",
            "corner_radius": round(r, 1),
            "border": {"color": "#ffffff40", "width": round(frame.unit * 0.35, 1)},
        }
        layers.append([_piece(span, 0.15 * number, (x, y), (2 * r, 2 * r), **ring)])
    layers.append(
        [_piece(span, 0.45, (x, y), (radius * 0.56, radius * 0.56), fill=disc, corner_radius=round(radius * 0.28, 1))]
    )
    for part, turn, size in ((1.0, random.uniform(0, 2 * pi), 5.0), (0.74, random.uniform(0, 2 * pi), 3.4)):
        layers.append([_moon(frame, palette, span, (x, y, radius * part, turn), size)])
    return layers


def _moon(frame: Frame, palette: Palette, span: Span, orbit: tuple[float, float, float, float], size: float) -> Clip:
    x, y, radius, turn = orbit
    steps = range(int((span[1] - span[0]) / _MOON_STEP) + 2)
    way = [(turn + 2 * pi * step * _MOON_STEP / _MOON_ROUND, step * _MOON_STEP) for step in steps]
    moves = {
        "x": [{"at": round(at, 3), "value": round(x + radius * cos(a), 1), "easing": "linear"} for a, at in way],
        "y": [{"at": round(at, 3), "value": round(y + radius * sin(a), 1), "easing": "linear"} for a, at in way],
    }
    side = frame.unit * size
    return _piece(span, 0.5, (x, y), (side, side), fill=palette.accent, corner_radius=round(side / 2, 1), animate=moves)


def _bars(frame: Frame, palette: Palette, span: Span, random: Random) -> list[list[Clip]]:
    """Rounded columns that rise one after the other."""
    x, y, radius = frame.motif
    count = 6
    width = 2 * radius / (count * 1.45)
    clips: list[Clip] = []
    for number in range(count):
        height = radius * 2 * (0.28 + 0.72 * (number + 1) / count * random.uniform(0.86, 1.0))
        left = x - radius + width / 2 + number * width * 1.45
        last = number == count - 1
        fill = {
            "gradient": "linear",
            "angle": 180,
            "stops": [
                {"at": 0, "color": palette.accent if last else "#ffffffb0"},
                {"at": 1, "color": (palette.accent if last else "#ffffff") + "30"},
            ],
        }
        if not last:
            fill["stops"][1]["color"] = "#ffffff18"
        piece = _piece(
            span,
            0.1 + 0.09 * number,
            (left, y + radius - height / 2),
            (width, height),
            fill=fill,
            corner_radius=round(width * 0.32, 1),
        )
        clips.append(
            piece
            | {"enter": {"preset": "slide", "direction": "up", "distance": round(frame.unit * 9, 1), "duration": 0.7}}
        )
    return [[clip] for clip in clips]


def _tiles(frame: Frame, palette: Palette, span: Span, random: Random) -> list[list[Clip]]:
    """A field of rounded squares, a few of them lit."""
    x, y, radius = frame.motif
    count = 4
    step = 2 * radius / count
    lit = set(random.sample(range(count * count), 3))
    layers: list[list[Clip]] = []
    for number in range(count * count):
        row, column = divmod(number, count)
        at = (x - radius + step * (column + 0.5), y - radius + step * (row + 0.5))
        fill = palette.accent if number in lit else "#ffffff" + f"{26 + 14 * ((row + column) % 3):02x}"
        side = step * 0.82
        layers.append(
            [_piece(span, 0.06 * (row + column), at, (side, side), fill=fill, corner_radius=round(side * 0.24, 1))]
        )
    return layers


def _sun(frame: Frame, palette: Palette, span: Span, random: Random) -> list[list[Clip]]:
    """A large disc with soft halos, low waves before it."""
    x, y, radius = frame.motif
    layers: list[list[Clip]] = []
    for number, (part, alpha) in enumerate(((1.0, "1c"), (0.8, "2a"), (0.6, ""))):
        r = radius * part
        fill: Any = palette.accent + alpha
        if not alpha:
            fill = {
                "gradient": "linear",
                "angle": 180,
                "stops": [{"at": 0, "color": palette.accent}, {"at": 1, "color": palette.glow}],
            }
        layers.append(
            [_piece(span, 0.12 * number, (x, y - radius * 0.1), (2 * r, 2 * r), fill=fill, corner_radius=round(r, 1))]
        )
    for number in range(3):
        width = radius * (1.9 - 0.3 * number)
        bar = frame.unit * 2.6
        way = frame.unit * random.uniform(2, 4) * (1 if number % 2 else -1)
        at = (x, y + radius * (0.42 + 0.2 * number))
        layers.append(
            [
                _piece(
                    span,
                    0.4 + 0.1 * number,
                    at,
                    (width, bar),
                    fill=palette.mid,
                    corner_radius=round(bar / 2, 1),
                    animate={"x": to_and_fro(x, way, span[1] - span[0])},
                )
            ]
        )
    return layers


_KINDS: tuple[Callable[[Frame, Palette, Span, Random], list[list[Clip]]], ...] = (_orbits, _bars, _sun, _tiles)
