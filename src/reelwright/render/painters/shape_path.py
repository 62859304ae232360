"""The outlines of shapes, as paths in pixels of their box."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

import skia
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from reelwright.errors import InvalidDocument
from reelwright.timeline.contents import Outline, Shape


def path_of(shape: Shape, pointer: str) -> skia.Path:
    """The outline of a shape. Raises ``InvalidDocument`` for path data that cannot be read."""
    width, height = shape.box
    outline, path = shape.outline, skia.Path()
    if outline is None:
        radius = min(shape.corner_radius, width / 2, height / 2)
        path.addRRect(skia.RRect.MakeRectXY(skia.Rect(0, 0, width, height), radius, radius))
    elif outline.kind == "ellipse":
        path.addOval(skia.Rect(0, 0, width, height))
    elif outline.kind == "line":
        path.moveTo(0, height / 2)
        path.lineTo(width, height / 2)
    elif outline.kind == "path":
        return _written(outline, shape.box, f"{pointer}/path")
    else:
        points = outline.points or tuple(_corners(outline))
        path.addPoly([skia.Point(x * width, y * height) for x, y in points], True)
    return path


def _corners(outline: Outline) -> list[tuple[float, float]]:
    """Corners of a regular polygon or tips and notches of a star, the first at the top, in fractions of the box."""
    star = outline.kind == "star"
    count = outline.sides * (2 if star else 1)
    radii = [0.5 * outline.inner if star and index % 2 else 0.5 for index in range(count)]
    turns = [2 * pi * index / count for index in range(count)]
    return [(0.5 + radius * sin(turn), 0.5 - radius * cos(turn)) for radius, turn in zip(radii, turns, strict=True)]


class _SkiaPen(BasePen):
    """Takes a path's commands from the reader of path data."""

    def __init__(self) -> None:
        super().__init__(None)
        self.path = skia.Path()

    def _moveTo(self, pt: Any) -> None:
        self.path.moveTo(*pt)

    def _lineTo(self, pt: Any) -> None:
        self.path.lineTo(*pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        self.path.cubicTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:
        self.path.close()


def _written(outline: Outline, box: tuple[float, float], pointer: str) -> skia.Path:
    pen = _SkiaPen()
    try:
        parse_path(outline.path, pen)
    except (ValueError, IndexError, TypeError, AssertionError, KeyError) as error:
        raise InvalidDocument(
            f"this is not SVG path data ({error})", pointer=pointer, hint='for example "M 0 0 L 100 50 Z"'
        ) from None
    if pen.path.isEmpty() or not pen.path.isFinite():
        raise InvalidDocument("the path data draws nothing", pointer=pointer, hint='for example "M 0 0 L 100 50 Z"')
    if outline.view_box is None:
        return pen.path
    left, top, width, height = outline.view_box
    if width <= 0 or height <= 0:
        raise InvalidDocument(
            "a view box has a width and height above 0", pointer=pointer.replace("/path", "/view_box")
        )
    scale = min(box[0] / width, box[1] / height)
    dx, dy = (box[0] - width * scale) / 2 - left * scale, (box[1] - height * scale) / 2 - top * scale
    matrix = skia.Matrix.Scale(scale, scale).postTranslate(dx, dy)
    pen.path.transform(matrix)
    return pen.path
