"""Painting a laid-out paragraph with its background, shadow, outline and fill."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import skia

from reelwright.render.painters.sprited import skia_color
from reelwright.timeline.contents import InkBackground, InkOutline, InkShadow
from reelwright.typesetting.paragraph import Paragraph
from reelwright.units.color import Color


@dataclass(frozen=True, slots=True)
class Dressing:
    """What surrounds the letters."""

    outline: InkOutline | None = None
    shadow: InkShadow | None = None
    background: InkBackground | None = None

    @property
    def reach(self) -> float:
        """How far it may extend beyond the letters, in pixels."""
        outline = self.outline.width if self.outline else 0.0
        shadow = max(abs(self.shadow.x), abs(self.shadow.y)) + 2 * self.shadow.blur if self.shadow else 0.0
        background = self.background.padding if self.background else 0.0
        return outline + shadow + background


def fill_paint(color: Color) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia_color(color))


def ink(
    canvas: skia.Canvas,
    paragraph: Paragraph,
    at: tuple[float, float],
    colors: list[Color],
    dressing: Dressing,
    skip: Set[int] = frozenset(),
) -> None:
    """Paint the paragraph's top left corner ``at``; ``colors`` holds one colour per span, ``skip`` spans to leave out."""

    def painted(paints: Sequence[skia.Paint]) -> Paragraph:
        return paragraph.repainted([None if index in skip else paint for index, paint in enumerate(paints)])

    x, y = at
    if dressing.background:
        _background(canvas, paragraph, at, dressing.background)
    width = dressing.outline.width * 2 if dressing.outline else 0.0  # the inner half of a stroke is hidden by the fill
    if dressing.shadow:
        shade = skia.Paint(
            AntiAlias=True,
            Color=skia_color(dressing.shadow.color),
            StrokeWidth=width,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        shade.setStyle(skia.Paint.kStrokeAndFill_Style if width else skia.Paint.kFill_Style)
        if dressing.shadow.blur > 0:
            shade.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, dressing.shadow.blur / 2))
        painted([shade] * len(colors)).paint(canvas, x + dressing.shadow.x, y + dressing.shadow.y)
    if dressing.outline:
        stroke = skia.Paint(
            AntiAlias=True,
            Color=skia_color(dressing.outline.color),
            StrokeWidth=width,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        stroke.setStyle(skia.Paint.kStroke_Style)
        painted([stroke] * len(colors)).paint(canvas, x, y)
    painted([fill_paint(color) for color in colors]).paint(canvas, x, y)


def _background(canvas: skia.Canvas, paragraph: Paragraph, at: tuple[float, float], background: InkBackground) -> None:
    boxes = [line.box for line in paragraph.lines if not line.box.empty]
    if not boxes:
        return
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    rect = skia.Rect(at[0] + left, at[1], at[0] + right, at[1] + paragraph.height).makeOutset(
        background.padding, background.padding * 0.6
    )
    canvas.drawRoundRect(rect, background.corner_radius, background.corner_radius, fill_paint(background.color))
