"""A mouth, drawn round (0, 0), the middle of the line where the lips meet."""

from __future__ import annotations

import skia

from reelwright.render.presenter.characters import Character
from reelwright.render.presenter.strokes import curve, line, oval, paint, shape
from reelwright.render.presenter.visemes import Mouth

BOUNDS = (-72.0, -46.0, 72.0, 84.0)
"""Left, top, right and bottom of what may be drawn."""
INSIDE, TONGUE, TEETH = "#5b1a23", "#d9656a", "#ffffff"
"""Colours that no other part of a face has: tests measure an opening by them."""
_HALF_WIDTH = 39.0
_TALLEST = 47.0


def draw_mouth(canvas: skia.Canvas, who: Character, mouth: Mouth) -> None:
    half = _HALF_WIDTH * mouth.width * (0.9 if who.age == "child" else 1.0)
    corner = -7.0 * mouth.smile
    if mouth.open <= 0:
        _closed(canvas, who, half, corner)
        return
    tall = _TALLEST * mouth.open
    up, down = -0.34 * tall + corner * 0.3, 0.66 * tall
    opening = _opening(half, corner, up, down, mouth.round)
    _lips(canvas, who, half, corner, (up, down), mouth.round)
    canvas.drawPath(opening, paint(INSIDE))
    canvas.save()
    canvas.clipPath(opening, True)
    if mouth.tongue > 0:
        lift = (down - up) * (0.25 + 0.33 * mouth.tongue)
        oval(canvas, (0, down + 6), (half * 0.62, lift), paint(TONGUE))
    if mouth.teeth > 0:
        height = min(5 + 8 * mouth.teeth, (down - up) * (0.42 if mouth.tuck < 0.5 else 0.75))
        teeth = shape(
            (-half * 0.8, up - 12), (half * 0.8, up - 12), (half * 0.8, up + height - 2),
            (half * 0.4, up + height + 1.5, 0, up + height + 1.5), (-half * 0.4, up + height + 1.5, -half * 0.8, up + height - 2),
        )  # fmt: skip
        canvas.drawPath(teeth, paint(TEETH))
    canvas.restore()
    if mouth.tuck > 0:
        rise = (down - up) * 0.45 * mouth.tuck
        canvas.drawPath(
            shape((-half * 0.86, corner + 3), (0, down - rise * 1.4, half * 0.86, corner + 3), (0, down + 14, -half * 0.86, corner + 3)),
            paint(_lip(who)),
        )  # fmt: skip


def _lip(who: Character) -> str:
    return who.lips


def _opening(half: float, corner: float, up: float, down: float, ring: float) -> skia.Path:
    """A lens, or with ``ring`` 1 an oval."""
    reach = half * (0.45 + 0.48 * ring)
    side = ring * (down - up) * 0.24
    return shape(
        (-half, corner), (-half * 0.98, corner - side, -reach, up * 1.28, 0, up * 1.15),
        (reach, up * 1.28, half * 0.98, corner - side, half, corner),
        (half * 0.98, corner + side * 1.9, reach * 0.9, down * 1.12, 0, down * 1.12),
        (-reach * 0.9, down * 1.12, -half * 0.98, corner + side * 1.9, -half, corner),
    )  # fmt: skip


def _lips(
    canvas: skia.Canvas, who: Character, half: float, corner: float, edges: tuple[float, float], ring: float
) -> None:
    thick = 4.5 + 6.0 * who.full_lips
    outer = half + 3 + 2.5 * who.full_lips
    up, down = edges[0] - thick * 0.8, edges[1] + thick
    reach = outer * (0.45 + 0.45 * ring)
    side = ring * (down - up) * 0.24
    path = shape(
        (-outer, corner), (-outer * 0.98, corner - side, -reach, up * 1.18, -outer * 0.16, up * 1.14),
        (0, up * 1.14 + thick * 0.35, outer * 0.16, up * 1.14),
        (reach, up * 1.18, outer * 0.98, corner - side, outer, corner),
        (outer * 0.98, corner + side * 1.9, reach * 0.9, down * 1.1, 0, down * 1.1),
        (-reach * 0.9, down * 1.1, -outer * 0.98, corner + side * 1.9, -outer, corner),
    )  # fmt: skip
    canvas.drawPath(path, paint(_lip(who)))


def _closed(canvas: skia.Canvas, who: Character, half: float, corner: float) -> None:
    if who.full_lips >= 0.55:
        thick = 4.0 + 6.5 * who.full_lips
        path = shape(
            (-half, corner), (-half * 0.5, -thick * 0.85, -half * 0.17, -thick * 0.95), (0, -thick * 0.55, half * 0.17, -thick * 0.95),
            (half * 0.5, -thick * 0.85, half, corner),
            (half * 0.55, thick * 1.25 + 3, 0, thick * 1.25 + 3), (-half * 0.55, thick * 1.25 + 3, -half, corner),
        )  # fmt: skip
        canvas.drawPath(path, paint(_lip(who)))
        canvas.drawPath(curve((-half * 0.96, corner), (0, 4.5, half * 0.96, corner)), line(_dark(who.lips), 3.2))
        return
    canvas.drawPath(
        curve((-half, corner), (-half * 0.4, 6.5, 0, 6.0), (half * 0.4, 6.5, half, corner)), line(_dark(who.lips), 5.0)
    )
    canvas.drawPath(curve((-half * 0.36, 17), (0, 21, half * 0.36, 17)), line(who.shade, 4.0))


def _dark(color: str) -> str:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"#{int(red * 0.66):02x}{int(green * 0.6):02x}{int(blue * 0.6):02x}"
