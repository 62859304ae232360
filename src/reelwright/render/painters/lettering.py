"""Text clips: laid out once, drawn once, then only moved; or revealed piece by piece."""

from __future__ import annotations

from collections.abc import Hashable

import skia

from reelwright.render.glyphs import drawable
from reelwright.render.painters.inking import Dressing, fill_paint, ink
from reelwright.render.painters.revealing import State, Unit, divided, states_at, units_of
from reelwright.render.painters.sprited import Easel, paint_sprite, trimmed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, is_upright, largest_scale, resting_place
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import InkSpan, Lettering
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.typesetting.fit import FitBox, fit
from reelwright.typesetting.paragraph import Paragraph, lay_out
from reelwright.typesetting.style import Span, TextStyle
from reelwright.units.color import Color

_FREE_WIDTH = 0.9
"""Part of the canvas's width that text without a width of its own may take."""


class LetteringPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Lettering, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        self._spans = [_drawable(span, content, stage, layer.pointer) for span in content.spans]
        if content.reveal:
            self._spans = divided(self._spans, content.reveal.by)
        self._paragraph = _laid_out(content, self._spans, stage)
        boxes = [line.box for line in self._paragraph.lines if not line.box.empty]
        self._left = min((box.x0 for box in boxes), default=0.0) if content.width is None else 0.0
        width = content.width if content.width is not None else self._paragraph.width
        self._box = (max(width, 1.0), max(content.height or self._paragraph.height, 1.0))
        self._dressing = Dressing(content.outline, content.shadow, content.background)
        self._density = min(largest_scale(layer), 4.0) * stage.zoom
        resting = resting_place(layer, self._box) if is_upright(layer) and self._density == 1.0 else None
        self._phase = resting and (resting[0] % 2, resting[1] % 2)
        self._key = ("text", content, self._density, self._phase)
        self._units = units_of(self._paragraph, self._spans, content.reveal) if content.reveal else ()

    @property
    def box(self) -> tuple[float, float]:
        return self._box

    @property
    def overflow(self) -> float:
        moving = self._paragraph.style.size_px if self._units else 0.0
        return self._margin + max(0.0, self._paragraph.height - self._box[1]) + moving

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return self._key

    @property
    def fonts(self) -> str:
        return self._stage.fonts.fingerprint(self._paragraph.families)

    def seen(self, local: int) -> Hashable:
        return self._states(local)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        states = self._states(local)
        if states is None:
            paint_sprite(canvas, self._stage.sprites.get(self._key, lambda: self._draw(frozenset())), pose)
            return
        if self._content.background and any(state.opacity > 0 for state in states):
            everything = frozenset(range(len(self._spans)))
            behind = self._stage.sprites.get((self._key, "behind"), lambda: self._draw(everything))
            paint_sprite(canvas, behind, pose)
        for under in (True, False):  # what lies under the letters first, so that no shadow falls on a neighbour
            if under and self._dressing.outline is None and self._dressing.shadow is None:
                continue
            for unit, state in zip(self._units, states, strict=True):
                if state.opacity > 0:
                    key = (self._key, under, unit.spans)
                    sprite = self._stage.sprites.get(key, lambda unit=unit, under=under: self._draw_unit(unit, under))
                    paint_sprite(canvas, sprite, state.applied(pose, self._in_box(unit)))

    def _states(self, local: int) -> tuple[State, ...] | None:
        """How far each unit has come; ``None`` once all are there."""
        reveal = self._content.reveal
        return None if reveal is None else states_at(reveal, len(self._units), local, self._paragraph.style.size_px)

    def _in_box(self, unit: Unit) -> tuple[float, float]:
        x, y = self._origin
        return x + unit.center[0], y + unit.center[1]

    @property
    def _margin(self) -> float:
        return self._dressing.reach + self._paragraph.style.size_px * 0.6

    @property
    def _origin(self) -> tuple[float, float]:
        """Where the paragraph's top left corner lies in the box."""
        room = self._box[1] - self._paragraph.height
        return -self._left, {"top": 0.0, "middle": room / 2, "bottom": room}[self._content.vertical_align]

    def _easel(self) -> Easel:
        margin, top = self._margin, self._origin[1]
        height = max(self._box[1], self._paragraph.height + top)
        bounds = (-margin, min(0.0, top) - margin, self._box[0] + margin, height + margin)
        return Easel(bounds, self._density, self._phase)

    def _draw(self, skip: frozenset[int]) -> Sprite:
        easel = self._easel()
        if not skip:
            self._highlights(easel.canvas, range(len(self._spans)))
        ink(easel.canvas, self._paragraph, self._origin, self._colors, self._dressing, skip)
        return trimmed(easel.sprite())

    def _draw_unit(self, unit: Unit, under: bool) -> Sprite:
        """One unit alone: its shadow and outline, or its letters."""
        easel = self._easel()
        skip = frozenset(range(len(self._spans))) - set(unit.spans)
        dressing = Dressing(self._content.outline, self._content.shadow) if under else Dressing()
        if not under:
            self._highlights(easel.canvas, unit.spans)
        ink(easel.canvas, self._paragraph, self._origin, self._colors, dressing, skip)
        return trimmed(easel.sprite())

    @property
    def _colors(self) -> list[Color]:
        return [span.color or self._content.color for span in self._spans]

    def _highlights(self, canvas: skia.Canvas, spans: range | tuple[int, ...]) -> None:
        """A marker's stroke behind spans that have one."""
        size, (x, y) = self._paragraph.style.size_px, self._origin
        for index in spans:
            highlight = self._spans[index].highlight
            if highlight is None:
                continue
            for box in self._paragraph.span_pieces[index]:
                rect = skia.Rect(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y).makeOutset(size * 0.1, -size * 0.06)
                canvas.drawRoundRect(rect, size * 0.08, size * 0.08, fill_paint(highlight))


def _drawable(span: InkSpan, content: Lettering, stage: Stage, pointer: str) -> InkSpan:
    family = span.family or content.ink.family
    text = drawable(span.text, stage.fonts, family, content.language, pointer)
    return InkSpan(text, span.color, span.highlight, span.family, span.scale, span.weight, span.italic, span.decoration)


def _laid_out(content: Lettering, written: list[InkSpan], stage: Stage) -> Paragraph:
    style = TextStyle(
        family=content.ink.family, size_px=content.ink.size, weight=content.ink.weight, italic=content.ink.italic,
        line_height=content.line_height, letter_spacing_px=content.letter_spacing, align=content.align,
        direction=content.direction, locale=content.language or "", wrap="balanced" if content.balance else "greedy",
    )  # fmt: skip
    spans = [
        Span(
            span.text, fill_paint(span.color or content.color), span.weight, span.italic, span.family, span.scale,
            span.decoration,
        )
        for span in written
    ]  # fmt: skip
    width = content.width if content.width is not None else stage.canvas[0] * _FREE_WIDTH
    if content.ink.min_size is not None:
        height = content.height if content.height is not None else stage.canvas[1] * _FREE_WIDTH
        smallest = min(content.ink.min_size, content.ink.size)
        return fit(
            spans, style, stage.fonts, FitBox(width, height, smallest, content.ink.size, content.max_lines)
        ).paragraph
    return lay_out(spans, style, stage.fonts, width, max_lines=content.max_lines)
