"""Text laid out once, then measured and painted as often as wanted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import skia

from reelwright.errors import InvalidInput
from reelwright.typesetting.boxes import Box, join, read_strips
from reelwright.typesetting.clean_text import clean_texts
from reelwright.typesetting.direction import Direction
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.ink import ink_of
from reelwright.typesetting.shaping import Shaper, resolved_align, shaper_for
from reelwright.typesetting.style import Span, TextStyle
from reelwright.typesetting.truncate import truncate
from reelwright.typesetting.wrap import balanced_width

MAX_CHARACTERS = 20_000
MAX_WIDTH_PX = 65_536.0
TOUCHING_PX = 0.5


@dataclass(frozen=True)
class Line:
    """One line: its text without direction marks or line end, its advance box, and where its baseline is."""

    text: str
    box: Box
    baseline: float


@dataclass(frozen=True, eq=False)
class Paragraph:
    """Laid-out text. Positions are pixels from its top left corner; it is ``width_px`` wide, whatever its lines are."""

    shaper: Shaper
    width_px: float
    wrap_px: float
    truncated: bool
    """Whether text was cut to keep within the lines allowed."""

    @property
    def style(self) -> TextStyle:
        return self.shaper.style

    @property
    def direction(self) -> Direction:
        return self.shaper.direction

    @property
    def families(self) -> tuple[str, ...]:
        """Every family that may have given a glyph, for a fingerprint."""
        return self.shaper.all_families

    @property
    def width(self) -> float:
        """Length of the longest line."""
        return max(0.0, self._set.LongestLine)

    @property
    def height(self) -> float:
        """Number of lines times their height; an empty text has one line."""
        return self._set.Height

    @property
    def line_count(self) -> int:
        return self.shaper.lines_in(self._set)

    @property
    def overflowed(self) -> bool:
        """Whether text was cut, or a letter is wider than the paragraph."""
        return self.truncated or self.width > self.width_px + TOUCHING_PX

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines from top to bottom."""
        pieces = self.shaper.single_characters()
        paragraph = self.shaper.build(self.wrap_px, marked=pieces)
        line_of: dict[int, int] = {}
        boxes: list[list[Box]] = [[] for _ in range(self.line_count)]
        for strip in read_strips(paragraph, self.shaper.pitch_px):
            line_of[strip.piece] = max(line_of.get(strip.piece, 0), strip.line)
            boxes[strip.line].append(self._box(strip.x0, strip.x1, strip.line))
        texts = ["" for _ in boxes]
        current = 0
        for number, piece in enumerate(pieces):
            # What has no advance of its own (a mark, a space at the line's end) stays with the one before.
            current = max(current, line_of.get(number, current))
            if piece.text == "\n":
                current += 1
            elif piece.span is not None:
                texts[current] += piece.text
        pitch, baseline = self.shaper.pitch_px, self._set.AlphabeticBaseline
        return tuple(
            Line(text.rstrip(), join(on_line), index * pitch + baseline)
            for index, (text, on_line) in enumerate(zip(texts, boxes, strict=True))
        )

    def span_boxes(self) -> list[Box]:
        """For each span the box of its advance, lines high; round all its pieces when it is broken over lines.

        A span that takes no room (empty, cut off, or only a space at a line's end) has the empty box NOWHERE.
        """
        return [join(pieces) for pieces in self.span_pieces]

    @cached_property
    def span_pieces(self) -> tuple[tuple[Box, ...], ...]:
        """For each span its boxes: one per line it touches, more where the other direction splits it."""
        pieces = self.shaper.pieces()
        paragraph = self.shaper.build(self.wrap_px, marked=pieces)
        found: list[list[Box]] = [[] for _ in self.shaper.spans]
        for strip in read_strips(paragraph, self.shaper.pitch_px):
            span = pieces[strip.piece].span
            if span is not None:
                found[span].append(self._box(strip.x0, strip.x1, strip.line))
        return tuple(_merged(boxes) for boxes in found)

    def ink_bounds(self) -> Box:
        """The box of the pixels the current paints touch, to a pixel; NOWHERE when they touch none."""
        strokes = [span.paint.getStrokeWidth() for span in self.shaper.spans if span.paint is not None]
        margin = self.style.size_px * max((span.scale for span in self.shaper.spans), default=1.0) + max(
            strokes, default=0
        )
        return ink_of(lambda canvas: self.paint(canvas, 0, 0), Box(0, 0, self.width_px, self.height), margin)

    def paint(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw with the paragraph's top left corner at (x, y)."""
        self._set.paint(canvas, x + self._shift_px, y)

    def repainted(self, paints: Sequence[skia.Paint | None]) -> Paragraph:
        """The same layout in other paints, one per span: nothing moves.

        For an outline below the fill, another spoken word, or a single word to be drawn on its own (others None).
        """
        if len(paints) != len(self.shaper.spans):
            raise InvalidInput(
                f"{len(paints)} paints were given for {len(self.shaper.spans)} spans.", hint="Give one paint per span."
            )
        spans = [replace(span, paint=paint) for span, paint in zip(self.shaper.spans, paints, strict=True)]
        return replace(self, shaper=self.shaper.with_spans(spans))

    @cached_property
    def _set(self) -> skia.textlayout.Paragraph:
        return self.shaper.build(self.wrap_px)

    @property
    def _shift_px(self) -> float:
        """How far a paragraph wrapped narrower than its width stands from the left."""
        rest = self.width_px - self.wrap_px
        return {"center": rest / 2, "right": rest}.get(resolved_align(self.style, self.direction), 0.0)

    def _box(self, x0: float, x1: float, line: int) -> Box:
        pitch = self.shaper.pitch_px
        return Box(x0 + self._shift_px, line * pitch, x1 + self._shift_px, (line + 1) * pitch)


def lay_out(
    spans: Sequence[Span],
    style: TextStyle,
    library: FontLibrary,
    width_px: float,
    *,
    max_lines: int | None = None,
    ellipsis: str = "…",
) -> Paragraph:
    """Set spans, one after the other as one text, in lines of at most ``width_px``.

    Lines break where the language allows (Thai, Khmer, Chinese need no spaces), inside a word only when it is longer
    than a line, and always at ``\\n``. Text beyond ``max_lines`` is cut and ends in the ellipsis.
    Raises InvalidInput for a width or a text out of bounds.
    """
    if not (math.isfinite(width_px) and 0 < width_px <= MAX_WIDTH_PX):
        raise InvalidInput(
            f"Text cannot be set {width_px} px wide.", hint=f"Allowed: above 0, up to {MAX_WIDTH_PX:.0f}."
        )
    if max_lines is not None and max_lines < 1:
        raise InvalidInput(f"Text cannot be set in {max_lines} lines.", hint="Allow one line or more.")
    cleaned = clean_spans(spans)
    shaper = shaper_for(cleaned, style, library)
    truncated = max_lines is not None and shaper.line_count(width_px) > max_lines
    if max_lines is not None and truncated:
        shaper = truncate(shaper, width_px, max_lines, *clean_texts([ellipsis]))
    balanced = style.wrap == "balanced" and style.align != "justify"
    wrap_px = balanced_width(shaper, width_px) if balanced else width_px
    return Paragraph(shaper, width_px, wrap_px, truncated)


def clean_spans(spans: Sequence[Span]) -> list[Span]:
    """The spans with text fit for shaping, as many as before. Raises InvalidInput when there is too much of it."""
    length = sum(len(span.text) for span in spans)
    if length > MAX_CHARACTERS:
        raise InvalidInput(
            f"One text has {length:,} characters.", hint=f"Divide it into texts of up to {MAX_CHARACTERS:,} characters."
        )
    texts = clean_texts([span.text for span in spans])
    return [replace(span, text=text) for span, text in zip(spans, texts, strict=True)]


def _merged(boxes: Iterable[Box]) -> tuple[Box, ...]:
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.y0, box.x0)):
        last = merged[-1] if merged else None
        if last is not None and last.y0 == box.y0 and box.x0 <= last.x1 + TOUCHING_PX:
            merged[-1] = join((last, box))
        elif not box.empty:
            merged.append(box)
    return tuple(merged)
