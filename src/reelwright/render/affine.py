"""Affine maps between pixel spaces, in continuous coordinates (a pixel's centre lies at n + 0.5)."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, tan

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a x + b y + c, y' = d x + e y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def placing(cls, at: tuple[float, float], scale: float, degrees: float, anchor: tuple[float, float]) -> Affine:
        """Box coordinates to canvas: the ``anchor`` point lands ``at``, scaled and turned clockwise about it."""
        turn = radians(degrees)
        co, si = scale * cos(turn), scale * sin(turn)
        return cls(co, -si, at[0] - co * anchor[0] + si * anchor[1], si, co, at[1] - si * anchor[0] - co * anchor[1])

    @classmethod
    def scaling(cls, scale: float, dx: float = 0.0, dy: float = 0.0) -> Affine:
        return cls(scale, 0.0, dx, 0.0, scale, dy)

    @classmethod
    def skewing(cls, x_degrees: float, y_degrees: float, about: tuple[float, float]) -> Affine:
        """CSS skew about a point."""
        sx, sy = tan(radians(x_degrees)), tan(radians(y_degrees))
        return cls(1.0, sx, -sx * about[1], sy, 1.0, -sy * about[0])

    @classmethod
    def flipping(cls, size: tuple[float, float], flip: tuple[bool, bool]) -> Affine:
        """A box of this size turned left to right, upside down."""
        across, down = flip
        return cls(
            -1.0 if across else 1.0,
            0.0,
            size[0] if across else 0.0,
            0.0,
            -1.0 if down else 1.0,
            size[1] if down else 0.0,
        )

    def after(self, first: Affine) -> Affine:
        """The map that does ``first``, then this one."""
        return Affine(
            self.a * first.a + self.b * first.d, self.a * first.b + self.b * first.e, self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d, self.d * first.b + self.e * first.e, self.d * first.c + self.e * first.f + self.f,
        )  # fmt: skip

    def shifted(self, dx: float, dy: float) -> Affine:
        return Affine(self.a, self.b, self.c + dx, self.d, self.e, self.f + dy)

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def inverse(self) -> Affine:
        det = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Affine(a, b, -a * self.c - b * self.f, d, e, -d * self.c - e * self.f)

    def bounds(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a rectangle from the origin after the map."""
        corners = [self.apply(x, y) for x in (0.0, width) for y in (0.0, height)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def whole_shift(self) -> tuple[int, int] | None:
        """The shift when the map is nothing but one by whole pixels (to within a thousandth)."""
        if abs(self.a - 1) > 1e-6 or abs(self.e - 1) > 1e-6 or abs(self.b) > 1e-6 or abs(self.d) > 1e-6:
            return None
        dx, dy = round(self.c), round(self.f)
        return (dx, dy) if abs(self.c - dx) < 1e-3 and abs(self.f - dy) < 1e-3 else None

    @property
    def is_singular(self) -> bool:
        return abs(self.a * self.e - self.b * self.d) < 1e-9


def luma_matrix(inverse: Affine, left: int, top: int) -> npt.NDArray[np.float64]:
    """OpenCV's matrix from destination to source sample indices, for a destination that begins at (left, top)."""
    x, y = inverse.apply(left + 0.5, top + 0.5)
    return np.array([[inverse.a, inverse.b, x - 0.5], [inverse.d, inverse.e, y - 0.5]])


def chroma_matrix(inverse: Affine, left: int, top: int) -> npt.NDArray[np.float64]:
    """The same for half-size planes with left-sited chroma: sample (i, j) lies at luma (2i + 0.5, 2j + 1)."""
    x, y = inverse.apply(left + 0.5, top + 1.0)
    return np.array([[inverse.a, inverse.b, (x - 0.5) / 2], [inverse.d, inverse.e, (y - 1.0) / 2]])
