"""Shapes drawn by the engine."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.base import Border, VisualClip
from reelwright.timeline.clips.looks import DropShadow
from reelwright.timeline.strict import ColorField, Fraction01, LengthField, Strict


class Stop(Strict):
    at: Fraction01
    color: ColorField


class Gradient(Strict):
    """``angle`` as CSS counts it: 0 points up, 90 to the right. Radial and conic gradients spread from ``center``."""

    gradient: Literal["linear", "radial", "conic"] = "linear"
    angle: float = 180.0
    center: tuple[Fraction01, Fraction01] = (0.5, 0.5)
    radius: Annotated[float, Field(gt=0, le=4)] = Field(1.0, description="of half the box's diagonal")
    stops: Annotated[tuple[Stop, ...], Field(min_length=2, max_length=32)]


class Stroke(Border):
    """The line along a shape's outline."""

    dash: tuple[LengthField, ...] = Field((), description="lengths of line and gap, in turn")
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"


class ShapeClip(VisualClip):
    """A ``line`` runs from left to right through the middle of its box; ``path`` is SVG path data in the box's pixels, or in
    ``view_box`` units fitted to the box; ``points`` are a polygon's corners in fractions of the box."""

    type: Literal["shape"]
    shape: Literal["rectangle", "ellipse", "line", "path", "polygon", "star"] = "rectangle"
    path: Annotated[str, Field(max_length=200_000)] | None = None
    view_box: tuple[float, float, float, float] | None = None
    points: Annotated[tuple[tuple[float, float], ...], Field(min_length=3, max_length=1000)] | None = None
    sides: Annotated[int, Field(ge=3, le=60)] = Field(
        5, description="corners of a polygon without points, tips of a star"
    )
    inner: Annotated[float, Field(gt=0, le=1)] = Field(
        0.5, description="of a star: inner radius as a part of the outer"
    )
    fill: ColorField | Gradient = "#ffffff"
    corner_radius: LengthField = 0
    border: Stroke | None = None
    shadow: DropShadow | None = None
    draw: Fraction01 = Field(1.0, description="part of the outline that is drawn, from its beginning")

    @model_validator(mode="after")
    def _needs(self) -> ShapeClip:
        if (self.shape == "path") != (self.path is not None):
            raise ValueError("'path' holds the outline of shape \"path\", and of no other")
        if self.points is not None and self.shape != "polygon":
            raise ValueError('only shape "polygon" has points')
        return self
