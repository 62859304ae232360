"""Text clips: laid out once, drawn once, then only moved."""

from __future__ import annotations

from collections.abc import Hashable

from reelwright.render.glyphs import drawable
from reelwright.render.painters.inking import Dressing, fill_paint, ink
from reelwright.render.painters.sprited import Easel, paint_sprite, trimmed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, is_upright, largest_scale, resting_place
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.resolved import Lettering, ResolvedLayer
from reelwright.typesetting.fit import FitBox, fit
from reelwright.typesetting.paragraph import Paragraph, lay_out
from reelwright.typesetting.style import Span, TextStyle

_FREE_WIDTH = 0.9
"""Part of the canvas's width that text without a width of its own may take."""


class LetteringPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Lettering, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        self._paragraph = _laid_out(content, stage, layer.pointer)
        boxes = [line.box for line in self._paragraph.lines if not line.box.empty]
        self._left = min((box.x0 for box in boxes), default=0.0) if content.width is None else 0.0
        width = content.width if content.width is not None else self._paragraph.width
        self._box = (max(width, 1.0), max(content.height or self._paragraph.height, 1.0))
        self._dressing = Dressing(content.outline, content.shadow, content.background)
        self._density = min(largest_scale(layer), 4.0)
        resting = resting_place(layer, self._box) if is_upright(layer) and self._density == 1.0 else None
        self._phase = resting and (resting[0] % 2, resting[1] % 2)
        self._key = ("text", content, self._density, self._phase)

    @property
    def box(self) -> tuple[float, float]:
        return self._box

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return self._key

    @property
    def fonts(self) -> str:
        return self._stage.fonts.fingerprint(self._paragraph.families)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        paint_sprite(canvas, self._stage.sprites.get(self._key, self._draw), pose)

    def _draw(self) -> Sprite:
        margin = self._dressing.reach + self._paragraph.style.size_px * 0.6
        top = (self._box[1] - self._paragraph.height) / 2
        height = max(self._box[1], self._paragraph.height + top)
        easel = Easel(
            (-margin, min(0.0, top) - margin, self._box[0] + margin, height + margin), self._density, self._phase
        )
        ink(easel.canvas, self._paragraph, (-self._left, top), [self._content.color], self._dressing)
        return trimmed(easel.sprite())


def _laid_out(content: Lettering, stage: Stage, pointer: str) -> Paragraph:
    text = drawable(content.text, stage.fonts, content.ink.family, content.language, pointer)
    style = TextStyle(
        family=content.ink.family, size_px=content.ink.size, weight=content.ink.weight, italic=content.ink.italic,
        line_height=content.line_height, letter_spacing_px=content.letter_spacing, align=content.align,
        direction=content.direction, locale=content.language or "", wrap="balanced" if content.balance else "greedy",
    )  # fmt: skip
    spans = [Span(text, fill_paint(content.color))]
    width = content.width if content.width is not None else stage.canvas[0] * _FREE_WIDTH
    if content.ink.min_size is not None:
        height = content.height if content.height is not None else stage.canvas[1] * _FREE_WIDTH
        smallest = min(content.ink.min_size, content.ink.size)
        return fit(
            spans, style, stage.fonts, FitBox(width, height, smallest, content.ink.size, content.max_lines)
        ).paragraph
    return lay_out(spans, style, stage.fonts, width, max_lines=content.max_lines)
