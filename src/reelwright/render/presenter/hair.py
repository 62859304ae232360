"""Hair and head scarves: what lies behind the body, and what lies over the face. Drawn round (0, 0), the middle of the face."""

from __future__ import annotations

import skia

from reelwright.render.presenter.characters import Character
from reelwright.render.presenter.strokes import curve, line, oval, paint, shape


def draw_hair_behind(canvas: skia.Canvas, who: Character) -> None:
    half = 132 * who.width
    if who.hair == "long":
        canvas.drawPath(
            shape(
                (0, -238), (-half - 74, -238, -half - 56, -40, -half - 50, 60), (-half - 46, 190, -half - 70, 250, -half - 40, 318),
                (-60, 350, 0, 330), (60, 350, half + 40, 318), (half + 70, 250, half + 46, 190, half + 50, 60),
                (half + 56, -40, half + 74, -238, 0, -238),
            ),
            paint(who.hair_color),
        )  # fmt: skip
    elif who.hair == "curls":
        for x, y, radius in (
            (0, -176, 104), (-94, -150, 92), (94, -150, 92), (-158, -70, 82), (158, -70, 82), (-168, 22, 68), (168, 22, 68),
            (-138, 92, 54), (138, 92, 54),
        ):  # fmt: skip
            oval(canvas, (x, y), (radius, radius), paint(who.hair_color))
    elif who.hair == "bob":
        canvas.drawPath(
            shape(
                (0, -236), (-half - 70, -236, -half - 58, -30, -half - 40, 70), (-half - 34, 140, -half + 10, 168, -half + 40, 158),
                (half - 40, 158), (half - 10, 168, half + 34, 140, half + 40, 70), (half + 58, -30, half + 70, -236, 0, -236),
            ),
            paint(who.hair_color),
        )  # fmt: skip
    elif who.hair == "scarf":
        canvas.drawPath(
            shape(
                (0, -244), (-half - 66, -244, -half - 52, -20, -half - 30, 80), (-half - 40, 180, -half - 90, 240, -half - 60, 300),
                (half + 60, 300), (half + 90, 240, half + 40, 180, half + 30, 80), (half + 52, -20, half + 66, -244, 0, -244),
            ),
            paint(who.hair_color),
        )  # fmt: skip
    elif who.hair == "tousled":
        oval(canvas, (0, -110), (150, 122), paint(who.hair_color))


def draw_hair(canvas: skia.Canvas, who: Character, turn: float) -> None:
    half = 132 * who.width
    shift = 3 * turn
    canvas.save()
    canvas.translate(shift, 0)
    _STYLES[who.hair](canvas, who, half)
    canvas.restore()


def _long(canvas: skia.Canvas, who: Character, half: float) -> None:
    """Parted aside, falling behind the ears."""
    canvas.drawPath(
        shape(
            (44, -186), (-30, -150, -96, -96, -118, 10), (-124, 70, -half - 6, 110), (-half - 44, 60, -half - 52, -60, -half - 30, -130),
            (-half + 10, -226, -60, -246, 10, -244), (90, -246, half - 4, -214, half + 28, -130), (half + 52, -60, half + 44, 60, half + 6, 110),
            (126, 60, 122, 10), (112, -80, 84, -140, 44, -186),
        ),
        paint(who.hair_color),
    )  # fmt: skip
    canvas.drawPath(curve((30, -206), (-60, -180, -126, -110, -142, -6)), line(who.hair_light, 7))
    canvas.drawPath(curve((70, -208), (118, -160, 140, -100, 146, -20)), line(who.hair_light, 7))


def _short(canvas: skia.Canvas, who: Character, half: float) -> None:
    """Short at the sides, brushed up in front."""
    canvas.drawPath(
        shape(
            (-half - 8, 6), (-half - 22, -70, -half - 14, -130), (-half - 6, -214, -60, -250, 20, -250),
            (112, -254, half + 16, -196, half + 14, -120),
            (half + 20, -60, half + 8, 6), (half - 4, -10, half - 10, -62), (half - 14, -104, 84, -124), (30, -112, -30, -126),
            (-84, -140, -100, -118), (-half + 10, -90, -half + 10, -62), (-half + 4, -10, -half - 8, 6),
        ),
        paint(who.hair_color),
    )  # fmt: skip
    canvas.drawPath(curve((-88, -164), (-40, -216, 40, -214)), line(who.hair_light, 8))
    canvas.drawPath(curve((-40, -162), (10, -196, 84, -190)), line(who.hair_light, 8))


def _curls(canvas: skia.Canvas, who: Character, half: float) -> None:
    for x, y, radius in (
        (-98, -128, 44), (-58, -158, 46), (-8, -168, 48), (46, -162, 46), (92, -134, 44), (-118, -84, 34), (118, -84, 34),
    ):  # fmt: skip
        oval(canvas, (x, y), (radius, radius * 0.92), paint(who.hair_color))
    for x, y in ((-104, -176), (-36, -226), (44, -224), (112, -170), (-166, -84), (166, -84)):
        canvas.drawPath(curve((x - 20, y + 8), (x - 8, y - 18, x + 18, y - 6)), line(who.hair_light, 7))


def _neat(canvas: skia.Canvas, who: Character, half: float) -> None:
    """Parted at the side, smooth."""
    canvas.drawPath(
        shape(
            (-half - 7, 0), (-half - 20, -70, -half - 12, -124), (-half - 2, -206, -70, -240, 0, -240), (84, -240, half + 8, -206, half + 12, -124),
            (half + 18, -60, half + 7, 0), (half - 6, -18, half - 8, -70), (112, -118, 66, -132), (0, -106, -78, -130, -86, -168),
            (-96, -118, -half + 8, -66), (-half + 4, -18, -half - 7, 0),
        ),
        paint(who.hair_color),
    )  # fmt: skip
    canvas.drawPath(curve((-70, -190), (-10, -164, 60, -166, 100, -150)), line(who.hair_light, 7))


def _bob(canvas: skia.Canvas, who: Character, half: float) -> None:
    """A fringe, and sides down to the chin."""
    canvas.drawPath(
        shape(
            (-half - 24, 120), (-half - 52, 40, -half - 40, -90), (-half - 22, -236, -70, -250, 0, -250), (70, -250, half + 22, -236, half + 40, -90),
            (half + 52, 40, half + 24, 120), (half - 8, 128, half - 16, 60), (half - 12, -20, half - 22, -66), (70, -96, 30, -124),
            (-30, -72, -half + 20, -60), (-half + 12, -10, -half + 16, 60), (-half + 8, 128, -half - 24, 120),
        ),
        paint(who.hair_color),
    )  # fmt: skip
    canvas.drawPath(curve((34, -168), (-40, -128, -96, -100)), line(who.hair_light, 8))
    canvas.drawPath(curve((-20, -216), (-110, -196, -152, -110, -158, -10)), line(who.hair_light, 8))
    canvas.drawPath(curve((60, -206), (140, -170, 156, -90, 160, 0)), line(who.hair_light, 8))


def _bald_crown(canvas: skia.Canvas, who: Character, half: float) -> None:
    """Hair at the sides alone."""
    for side in (-1, 1):
        canvas.drawPath(
            shape(
                (side * (half - 2), 24), (side * (half + 26), 10, side * (half + 26), -60), (side * (half + 20), -112, side * (half - 14), -128),
                (side * (half - 22), -90, side * (half - 4), -50),
            ),
            paint(who.hair_color),
        )  # fmt: skip
    shine = paint("#ffffff")
    shine.setAlphaf(0.16)
    shine.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 8))
    oval(canvas, (-36, -154), (44, 18), shine)


def _scarf(canvas: skia.Canvas, who: Character, half: float) -> None:
    """A scarf round the face, with its folds below the chin."""
    ring = skia.Path()
    ring.addPath(
        shape(
            (0, -246), (-half - 64, -246, -half - 58, -40, -half - 36, 60), (-half - 20, 170, -96, 236, 0, 240),
            (96, 236, half + 20, 170, half + 36, 60), (half + 58, -40, half + 64, -246, 0, -246),
        )
    )  # fmt: skip
    face = shape(
        (0, -142), (-half * 0.72, -142, -half + 6, -84, -half + 8, -20), (-half + 10, 70, -78, 172, 0, 174),
        (78, 172, half - 10, 70, half - 8, -20), (half - 6, -84, half * 0.72, -142, 0, -142),
    )  # fmt: skip
    canvas.drawPath(skia.Op(ring, face, skia.PathOp.kDifference_PathOp), paint(who.hair_color))
    canvas.drawPath(
        curve((-half + 16, -112), (-60, -168, 0, -168), (60, -168, half - 16, -112)), line(who.hair_light, 7)
    )
    canvas.drawPath(curve((-half - 22, -60), (-half - 30, 70, -70, 196, 20, 214)), line(who.hair_light, 7))
    canvas.drawPath(curve((half + 14, 20), (half, 110, 90, 190, 30, 212)), line(who.hair_light, 7))


def _tousled(canvas: skia.Canvas, who: Character, half: float) -> None:
    """A mop with tips over the forehead."""
    canvas.drawPath(
        shape(
            (-half - 8, 10), (-half - 34, -60, -half - 26, -120), (-half - 30, -200, -92, -226), (-70, -262, -16, -246), (30, -276, 70, -236),
            (132, -236, half + 18, -150), (half + 42, -80, half + 8, 10), (half - 2, -30, half - 14, -72), (104, -70, 84, -112),
            (70, -76, 40, -72), (36, -96, 20, -116), (-6, -70, -44, -70), (-44, -94, -62, -112), (-84, -70, -half + 10, -62),
            (-half + 4, -20, -half - 8, 10),
        ),
        paint(who.hair_color),
    )  # fmt: skip
    canvas.drawPath(curve((-96, -150), (-60, -210, 0, -214)), line(who.hair_light, 8))
    canvas.drawPath(curve((16, -206), (80, -204, 112, -140)), line(who.hair_light, 8))


_STYLES = {
    "long": _long, "short": _short, "curls": _curls, "neat": _neat, "bob": _bob, "bald-crown": _bald_crown, "scarf": _scarf,
    "tousled": _tousled,
}  # fmt: skip
