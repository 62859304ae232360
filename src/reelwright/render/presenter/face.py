"""A head without its mouth, drawn round (0, 0), the middle of the face: skin, nose, eyes, brows, glasses, beard."""

from __future__ import annotations

import skia

from reelwright.render.presenter.characters import Character
from reelwright.render.presenter.strokes import curve, line, oval, paint, shape

EYE_X, EYE_Y, BROW_Y, MOUTH_Y = 54.0, 2.0, -46.0, 108.0
"""Where the parts of a face lie, as it looks at the viewer."""
EYE_BOUNDS = (-100.0, -34.0, 100.0, 40.0)
_DARK = "#241a1c"


def head_outline(who: Character) -> skia.Path:
    half, jaw, chin = 132 * who.width, 92 * who.jaw, 178.0 - (12 if who.age == "child" else 0)
    return shape(
        (-half, -40), (-half, -150, -half * 0.6, -196, 0, -196), (half * 0.6, -196, half, -150, half, -40),
        (half, 40, half * 0.98, 82, jaw, 132), (jaw * 0.72, 166, jaw * 0.42, chin, 0, chin),
        (-jaw * 0.42, chin, -jaw * 0.72, 166, -jaw, 132), (-half * 0.98, 82, -half, 40, -half, -40),
    )  # fmt: skip


def draw_head(canvas: skia.Canvas, who: Character, turn: float) -> None:
    """Ears, skin and what lies flat on it. ``turn`` -1 to 1 is where the face is turned, as the viewer sees it."""
    half = 132 * who.width
    if who.hair not in ("scarf", "bob", "long"):
        for side in (-1, 1):
            tuck = 12 * max(0.0, turn * side)
            middle = (side * (half + 2 - tuck) - 5 * turn, 14.0)
            oval(canvas, middle, (22, 33), paint(who.skin))
            oval(canvas, (middle[0] + side * 2, 16), (11, 18), paint(who.shade))
    outline = head_outline(who)
    canvas.drawPath(outline, paint(who.skin))
    canvas.save()
    canvas.clipPath(outline, True)
    dark = skia.Path()
    dark.addRect(skia.Rect(-220, -260, 220, 260))
    lit = skia.Path(outline)
    lit.offset(-16.0 - 20 * turn, -7.0)
    shaded = skia.Op(dark, lit, skia.PathOp.kDifference_PathOp)
    veil = paint(who.shade)
    veil.setAlphaf(0.5)
    canvas.drawPath(shaded, veil)
    for side in (-1, 1):
        blush = paint(who.blush)
        blush.setAlphaf(0.30)
        blush.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 9))
        oval(canvas, (side * 76 + 24 * turn, 66), (30, 19), blush)
    if who.freckles:
        for side in (-1, 1):
            for dx, dy in ((60, 48), (76, 55), (92, 47), (68, 64), (86, 66)):
                oval(canvas, (side * dx + 24 * turn, dy), (3.4, 3.0), paint(who.freckles))
    if who.beard:
        _beard(canvas, who, turn)
    canvas.restore()
    if who.wrinkles:
        _wrinkles(canvas, who, turn)


def _beard(canvas: skia.Canvas, who: Character, turn: float) -> None:
    half, dx = 132 * who.width, 24 * turn
    path = shape(
        (-half - 4, 20), (-half + 16, 60, -92 + dx, 78, -62 + dx, 76), (-30 + dx, 68, 0 + dx, 84), (30 + dx, 68, 62 + dx, 76),
        (92 + dx, 78, half - 16, 60, half + 4, 20), (half + 6, 230), (-half - 6, 230),
    )  # fmt: skip
    canvas.drawPath(path, paint(who.beard))


def _wrinkles(canvas: skia.Canvas, who: Character, turn: float) -> None:
    pen, dx = line(who.shade, 3.6), 24 * turn
    for side in (-1, 1):
        canvas.drawPath(curve((side * 96 + dx, 14), (side * 107 + dx, 18, side * 112 + dx, 26)), pen)
        if not who.beard:
            canvas.drawPath(curve((side * 52 + dx, 74), (side * 66 + dx, 86, side * 64 + dx, 102)), pen)
    if who.hair == "bald-crown":
        canvas.drawPath(curve((-52 + dx, -104), (0 + dx, -114, 52 + dx, -104)), pen)
        canvas.drawPath(curve((-40 + dx, -84), (0 + dx, -92, 40 + dx, -84)), pen)


def draw_nose(canvas: skia.Canvas, who: Character, turn: float) -> None:
    if turn:
        canvas.drawPath(
            curve((4 * turn, 8), (22 * turn, 44, 20 * turn, 54), (16 * turn, 64, -4 * turn, 62)), line(who.shade, 6.5)
        )
        return
    small = 0.8 if who.age == "child" or who.gender == "female" else 1.0
    canvas.drawPath(
        curve((-17 * small, 52), (-15 * small, 64, 0, 64), (15 * small, 64, 17 * small, 52)), line(who.shade, 6.5)
    )


def draw_eyes(canvas: skia.Canvas, who: Character, lids: float, gaze: tuple[float, float]) -> None:
    """Both eyes round (0, 0), the point between them; ``lids`` 0 is shut."""
    for side in (-1, 1):
        canvas.save()
        canvas.translate(side * EYE_X, 0)
        _eye(canvas, who, side, lids, gaze)
        canvas.restore()


def _eye(canvas: skia.Canvas, who: Character, side: int, lids: float, gaze: tuple[float, float]) -> None:
    half = 27.0 * who.eye_size
    up, down = -25.0 * who.eye_size * lids + 5 * (1 - lids), 15.0 * who.eye_size * lids + 7 * (1 - lids)
    top = curve((-half, 3), (-half * 0.62, up * 1.16, half * 0.62, up * 1.16, half, 3))
    pen = line(_DARK, 6.2 if who.lashes else 4.6)
    if lids < 0.2:
        canvas.drawPath(curve((-half, 5), (0, 17, half, 5)), pen)
    else:
        white = shape(
            (-half, 3),
            (-half * 0.62, up * 1.16, half * 0.62, up * 1.16, half, 3),
            (half * 0.6, down * 1.2, -half * 0.6, down * 1.2, -half, 3),
        )
        canvas.drawPath(white, paint("#fffdfa"))
        canvas.save()
        canvas.clipPath(white, True)
        at = (gaze[0] * 8, gaze[1] * 5 - 1)
        oval(canvas, at, (15.5 * who.eye_size, 15.5 * who.eye_size), paint(who.eyes))
        oval(canvas, at, (7.6 * who.eye_size, 7.6 * who.eye_size), paint("#120d0e"))
        oval(canvas, (at[0] + 5, at[1] - 6), (4.2, 4.2), paint("#ffffff"))
        shadow = paint("#3a2a30")
        shadow.setAlphaf(0.16)
        canvas.drawPath(
            curve(
                (-half, -3),
                (-half * 0.62, up * 1.16 + 6, half * 0.62, up * 1.16 + 6, half, -3),
                (half, -60),
                (-half, -60),
                closed=True,
            ),
            shadow,
        )
        canvas.restore()
        canvas.drawPath(top, pen)
    if who.lashes:
        out = side * half
        lift = -9 * lids + 3
        canvas.drawPath(curve((out, 4), (out + side * 5, 1 + lift * 0.5, out + side * 9, lift - 1)), line(_DARK, 4.6))


def draw_brows(canvas: skia.Canvas, who: Character) -> None:
    """Both brows round (0, 0), the point between them."""
    color = _brow_color(who)
    for side in (-1, 1):
        thick = 10.0 * who.brow
        path = shape(
            (side * 25, 4), (side * 52, -12, side * 86, 4), (side * 88, 7, side * 85, 8), (side * 54, -10 + thick, side * 28, 4 + thick),
            (side * 22, 2 + thick * 0.6, side * 25, 4),
        )  # fmt: skip
        canvas.drawPath(path, paint(color))


def _brow_color(who: Character) -> str:
    if who.hair == "scarf":
        return "#3a2518"
    return (
        {"ruth": "#a9abb3"}.get(who.title.partition(",")[0].lower(), who.hair_color)
        if who.age == "old"
        else who.hair_color
    )


def draw_glasses(canvas: skia.Canvas, who: Character) -> None:
    """Round (0, 0), the point between the eyes."""
    pen = line(who.glasses, 6.0)
    glass = paint("#ffffff")
    glass.setAlphaf(0.14)
    for side in (-1, 1):
        frame = skia.RRect.MakeRectXY(skia.Rect(side * EYE_X - 42, -34, side * EYE_X + 42, 40), 26, 28)
        canvas.drawRRect(frame, glass)
        canvas.drawRRect(frame, pen)
        canvas.drawPath(curve((side * (EYE_X + 42), -6), (side * (EYE_X + 54), -9, side * (EYE_X + 62), -6)), pen)
    canvas.drawPath(curve((-12, -2), (0, -12, 12, -2)), pen)


def draw_moustache(canvas: skia.Canvas, who: Character) -> None:
    """Round (0, 0), the middle of the mouth."""
    path = shape((0, -30), (30, -40, 62, -8), (40, -12, 0, -13), (-40, -12, -62, -8), (-30, -40, 0, -30))
    canvas.drawPath(path, paint(who.hair_light))


def draw_earrings(canvas: skia.Canvas, who: Character, turn: float) -> None:
    if not who.earrings:
        return
    half = 132 * who.width
    for side in (-1, 1):
        if turn * side <= 0:  # the far ear is out of sight
            oval(canvas, (side * (half - 4) - 8 * turn, 60), (8.5, 8.5), paint(who.earrings))
