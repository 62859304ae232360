"""The largest size at which text fits a box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.errors import InvalidInput
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import MAX_WIDTH_PX, Paragraph, clean_spans, lay_out
from reelwright.typesetting.shaping import shaper_for
from reelwright.typesetting.style import MAX_SIZE_PX, Span, TextStyle

STEP_PX = 0.25
ROUNDING_PX = 0.01


@dataclass(frozen=True)
class FitBox:
    """Room for a text, and the sizes it may take."""

    width_px: float
    height_px: float
    min_px: float
    max_px: float
    max_lines: int | None = None

    def __post_init__(self) -> None:
        if not (0 < self.min_px <= self.max_px <= MAX_SIZE_PX):
            raise InvalidInput(
                f"Text cannot be fitted between {self.min_px} and {self.max_px} px.",
                hint=f"Give a smallest size above 0 and a largest from there to {MAX_SIZE_PX:.0f}.",
            )
        if not (0 < self.width_px <= MAX_WIDTH_PX and 0 < self.height_px < math.inf):
            raise InvalidInput(
                f"Text cannot be fitted into {self.width_px} by {self.height_px} px.",
                hint="Give a box with room in it.",
            )


@dataclass(frozen=True)
class Fitted:
    """The outcome: the paragraph at the size found, and whether it fits the box whole."""

    paragraph: Paragraph
    fits: bool

    @property
    def style(self) -> TextStyle:
        return self.paragraph.style


def fit(spans: Sequence[Span], style: TextStyle, library: FontLibrary, box: FitBox) -> Fitted:
    """Set the text as large as the box allows, in quarter pixels from ``min_px``; ``style.size_px`` is ignored.

    Words stay whole; only at the smallest size a word longer than the box is broken. Text that does not fit even then
    is cut after the lines there is room for and ``fits`` is False.
    """
    cleaned = clean_spans(spans)

    def fits_at(size_px: float, *, whole_words: bool = True) -> bool:
        shaper = shaper_for(cleaned, style.at_size(size_px), library)
        paragraph = shaper.build(box.width_px)
        needed = max(paragraph.LongestLine, math.ceil(shaper.longest_word_px) if whole_words else 0.0)
        lines_allowed = math.inf if box.max_lines is None else box.max_lines
        return (
            needed <= box.width_px
            and paragraph.Height <= box.height_px + ROUNDING_PX
            and shaper.lines_in(paragraph) <= lines_allowed
        )

    if fits_at(box.max_px):
        return Fitted(lay_out(spans, style.at_size(box.max_px), library, box.width_px), fits=True)
    if not fits_at(box.min_px):
        smallest = style.at_size(box.min_px)
        fits = fits_at(box.min_px, whole_words=False)
        pitch = shaper_for(cleaned, smallest, library).pitch_px
        room = max(1, math.floor((box.height_px + ROUNDING_PX) / pitch))
        lines = room if box.max_lines is None else min(room, box.max_lines)
        return Fitted(lay_out(spans, smallest, library, box.width_px, max_lines=lines), fits=fits)
    fitting, too_large = 0, math.ceil((box.max_px - box.min_px) / STEP_PX)
    while too_large - fitting > 1:
        middle = (fitting + too_large) // 2
        if fits_at(box.min_px + middle * STEP_PX):
            fitting = middle
        else:
            too_large = middle
    return Fitted(lay_out(spans, style.at_size(box.min_px + fitting * STEP_PX), library, box.width_px), fits=True)
