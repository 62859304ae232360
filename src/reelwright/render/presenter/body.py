"""Neck, shoulders and clothes, drawn round (0, 0), the middle of the face; the shoulders go on below what is seen."""

from __future__ import annotations

import skia

from reelwright.render.presenter.characters import Character
from reelwright.render.presenter.strokes import curve, line, oval, paint, shape

_BOTTOM = 700.0


def draw_body(canvas: skia.Canvas, who: Character) -> None:
    wide = 372.0 * who.shoulders
    canvas.save()
    canvas.translate(0, -22)
    torso = _torso(who, wide)
    canvas.drawPath(torso, paint(who.cloth))
    canvas.save()
    canvas.clipPath(torso, True)
    _shade(canvas, who, torso)
    canvas.restore()
    _neck(canvas, who)
    canvas.save()
    canvas.clipPath(torso, True)
    _CLOTHES[who.clothes](canvas, who, wide)
    canvas.restore()
    _over(canvas, who)
    canvas.restore()


def _torso(who: Character, wide: float) -> skia.Path:
    return shape(
        (-wide, _BOTTOM), (-wide, 420, -wide * 0.92, 348, -wide * 0.56, 310), (-wide * 0.36, 290, -78, 262, -70, 226),
        (70, 226), (78, 262, wide * 0.36, 290, wide * 0.56, 310), (wide * 0.92, 348, wide, 420, wide, _BOTTOM),
    )  # fmt: skip


def _shade(canvas: skia.Canvas, who: Character, torso: skia.Path) -> None:
    lit = skia.Path(torso)
    lit.offset(-34, 4)
    canvas.drawPath(skia.Op(torso, lit, skia.PathOp.kDifference_PathOp), paint(who.cloth_dark))


def _neck(canvas: skia.Canvas, who: Character) -> None:
    half = 52.0 if who.age == "child" else 58.0 if who.gender == "female" else 68.0
    path = shape(
        (-half, 90), (-half, 216), (-half, 240, -half - 16, 250), (0, 350, half + 16, 250), (half, 240, half, 216), (half, 90)
    )  # fmt: skip
    canvas.drawPath(path, paint(who.skin))
    canvas.save()
    canvas.clipPath(path, True)
    oval(canvas, (8, 140), (112, 76), paint(who.shade))
    canvas.restore()


def _blazer(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(shape((-74, 236), (0, 520), (74, 236), (40, 300, 0, 306), (-40, 300, -74, 236)), paint(who.under))
    for side in (-1, 1):
        lapel = shape(
            (side * 72, 222), (side * 118, 268), (side * 150, 372), (side * 112, 384), (side * 128, 410), (0, 610), (side * 22, 430, side * 66, 280)
        )  # fmt: skip
        canvas.drawPath(lapel, paint(who.cloth_dark))
    canvas.drawPath(curve((0, 606), (0, _BOTTOM)), line(who.cloth_dark, 6))


def _tee(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(curve((-104, 256), (-70, 336, 0, 340), (70, 336, 104, 256)), line(who.cloth_dark, 16))


def _sweater(canvas: skia.Canvas, who: Character, wide: float) -> None:
    collar = shape((-92, 244), (-60, 300, 0, 304), (60, 300, 92, 244), (100, 300, 0, 342), (-100, 300, -92, 244))
    canvas.drawPath(collar, paint(who.cloth_dark))
    for row in range(3):
        y = 424.0 + 74 * row
        path = curve(
            (-wide, y),
            *[
                (
                    -wide + 2 * wide * (2 * n + 1) / 24,
                    y + (20 if n % 2 else -20),
                    -wide + 2 * wide * (2 * n + 2) / 24,
                    y,
                )
                for n in range(12)
            ],
        )
        canvas.drawPath(path, line(who.cloth_dark if row != 1 else "#fff4dc", 9))


def _shirt_tie(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(
        shape((-20, 316), (20, 316), (15, 352), (34, 560), (0, 606), (-34, 560), (-15, 352)), paint(who.under)
    )
    canvas.drawPath(shape((-24, 304), (24, 304), (15, 352), (-15, 352)), paint("#8f2c39"))
    for side in (-1, 1):
        canvas.drawPath(
            shape(
                (side * 74, 222), (side * 116, 262), (side * 66, 372), (side * 6, 308), (side * 44, 282, side * 74, 222)
            ),
            paint("#ffffff"),
        )
        canvas.drawPath(curve((side * 116, 262), (side * 66, 372), (side * 6, 308)), line(who.cloth_dark, 5))


def _cardigan(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(
        shape(
            (-96, 250),
            (-84, 420, -66, _BOTTOM),
            (66, _BOTTOM),
            (84, 420, 96, 250),
            (50, 312, 0, 316),
            (-50, 312, -96, 250),
        ),
        paint(who.under),
    )
    canvas.drawPath(curve((-86, 262), (-44, 322, 0, 324), (44, 322, 86, 262)), line("#d9cbe3", 8))
    for side in (-1, 1):
        canvas.drawPath(curve((side * 98, 250), (side * 88, 420, side * 68, _BOTTOM)), line(who.cloth_dark, 15))
    for y in (420, 490, 560):
        oval(canvas, (78 - (y - 420) * 0.05, y), (8, 8), paint("#efe6f5"))
    for place in range(11):
        turn = (place - 5) / 5
        oval(canvas, (turn * 78, 330 - 44 * turn * turn), (8.5, 8.5), paint("#ffffff"))


def _collar(canvas: skia.Canvas, who: Character, wide: float) -> None:
    for side in (-1, 1):
        canvas.drawPath(curve((side * 130, 300), (side * 120, 460, side * 20, 620)), line(who.cloth_dark, 10))


def _robe(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(curve((-98, 250), (-60, 318, 0, 322), (60, 318, 98, 250)), line(who.under, 15))
    canvas.drawPath(shape((-24, 320), (24, 320), (24, 560), (0, 584), (-24, 560)), paint(who.cloth_dark))
    canvas.drawPath(curve((-24, 322), (-24, 560), (0, 584), (24, 560), (24, 322)), line(who.under, 6))
    for y in (374, 434, 494):
        oval(canvas, (0, y), (7.5, 7.5), paint(who.under))


def _hoodie(canvas: skia.Canvas, who: Character, wide: float) -> None:
    canvas.drawPath(
        shape(
            (-100, 236),
            (-164, 300, -96, 372),
            (-40, 400, 0, 396),
            (40, 400, 96, 372),
            (164, 300, 100, 236),
            (56, 330, 0, 334),
            (-56, 330, -100, 236),
        ),
        paint(who.cloth_dark),
    )
    canvas.drawPath(
        shape((-62, 256), (-36, 316, 0, 318), (36, 316, 62, 256), (40, 336, 0, 338), (-40, 336, -62, 256)),
        paint(who.under),
    )
    for side in (-1, 1):
        canvas.drawPath(curve((side * 46, 388), (side * 54, 430, side * 48, 470)), line(who.under, 8))


def _over(canvas: skia.Canvas, who: Character) -> None:
    if who.hair == "scarf":
        canvas.drawPath(shape((-110, 80), (110, 80), (120, 330), (-120, 330)), paint(who.hair_color))
        canvas.drawPath(
            shape((-150, 200), (-196, 300, -150, 372), (-60, 440, 40, 400), (150, 372, 190, 300), (190, 240, 150, 200), (0, 330, -150, 200)),
            paint(who.hair_color),
        )  # fmt: skip
        canvas.drawPath(curve((-146, 270), (-60, 372, 120, 330)), line(who.hair_light, 7))
        canvas.drawPath(curve((-120, 330), (-20, 404, 96, 372)), line(who.hair_light, 7))


_CLOTHES = {
    "blazer": _blazer, "tee": _tee, "sweater": _sweater, "shirt-tie": _shirt_tie, "cardigan": _cardigan, "collar": _collar, "robe": _robe,
    "hoodie": _hoodie,
}  # fmt: skip
