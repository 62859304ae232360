"""Short ways to draw smooth flat shapes with Skia."""

from __future__ import annotations

from collections.abc import Sequence

import skia

from reelwright.render.painters.sprited import skia_color
from reelwright.units.color import parse_color

Point = tuple[float, float]


def paint(color: str) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia_color(parse_color(color)))


def line(color: str, width: float) -> skia.Paint:
    """A round pen."""
    pen = skia.Paint(
        AntiAlias=True, Color=skia_color(parse_color(color)), StrokeWidth=width, StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )  # fmt: skip
    pen.setStyle(skia.Paint.kStroke_Style)
    return pen


def curve(start: Point, *pieces: Sequence[float], closed: bool = False) -> skia.Path:
    """A path: pieces of two numbers are straight, of four quadratic, of six cubic."""
    path = skia.Path()
    path.moveTo(*start)
    for piece in pieces:
        if len(piece) == 2:
            path.lineTo(*piece)
        elif len(piece) == 4:
            path.quadTo(*piece)
        else:
            path.cubicTo(*piece)
    if closed:
        path.close()
    return path


def shape(start: Point, *pieces: Sequence[float]) -> skia.Path:
    """As ``curve``, closed."""
    return curve(start, *pieces, closed=True)


def oval(canvas: skia.Canvas, middle: Point, radii: Point, fill: skia.Paint) -> None:
    canvas.drawOval(
        skia.Rect(middle[0] - radii[0], middle[1] - radii[1], middle[0] + radii[0], middle[1] + radii[1]), fill
    )
