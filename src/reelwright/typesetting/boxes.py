"""Where pieces of laid-out text sit, read back from the shaper.

The shaper's binding tells no positions, but it draws an underline exactly as wide as the advance of what it underlines,
line by line and in visual order. So each piece is underlined in a colour that stands for its number, the drawing is
recorded as vector shapes instead of pixels, and the underlines are read from the record: exact for joined scripts,
ligatures, both directions and text broken over lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import skia

MAX_PIECES = 1 << 16
# A fixed red of 0x12 keeps every colour in six digits: no colour name and no three-digit form begins with it.
_ID_BASE = 0xFF120000
_STRIP = re.compile(
    r'<rect fill="#12([0-9A-Fa-f]{4})"(?: transform="translate\(([^ )]+)(?: ([^)]+))?\)")?(?: x="([^"]+)")?'
    r'(?: y="[^"]+")? width="([^"]+)"'
)


class Box(NamedTuple):
    """A rectangle in pixels, y downward, from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def empty(self) -> bool:
        return self.x1 <= self.x0 or self.y1 <= self.y0

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class Strip(NamedTuple):
    """The advance of (part of) a piece on one line."""

    piece: int
    line: int
    x0: float
    x1: float


def mark(style: skia.textlayout.TextStyle, piece: int) -> None:
    """Give a text style the underline that stands for a piece's number (below 65,536)."""
    style.setDecoration(skia.textlayout.TextDecoration.kUnderline)
    style.setDecorationMode(skia.textlayout.TextDecorationMode.kThrough)
    style.setDecorationStyle(skia.textlayout.TextDecorationStyle.kSolid)
    style.setDecorationColor(_ID_BASE | piece)


def read_strips(paragraph: skia.textlayout.Paragraph, pitch_px: float) -> list[Strip]:
    """The marked pieces of a laid-out paragraph in drawing order; all lines are ``pitch_px`` high."""
    stream = skia.DynamicMemoryWStream()
    # Clipped shapes would be left out: the canvas is larger than any text.
    canvas = skia.SVGCanvas.Make(skia.Rect.MakeLTRB(-1e6, -1e6, 1e6, 1e6), stream)
    paragraph.paint(canvas, 0, 0)
    del canvas  # the record is complete when its canvas is gone
    record = bytes(stream.detachAsData()).decode("utf-8", "replace")
    strips: list[Strip] = []
    for piece, left, top, x, width in _STRIP.findall(record):
        x0 = float(left or 0) + float(x or 0)
        line = round(float(top or 0) / pitch_px)
        strips.append(Strip(int(piece, 16), line, x0, x0 + float(width)))
    return strips


def join(boxes: Iterable[Box]) -> Box:
    """The smallest box around all that are not empty; NOWHERE when none is."""
    solid = [box for box in boxes if not box.empty]
    if not solid:
        return NOWHERE
    return Box(
        min(box.x0 for box in solid),
        min(box.y0 for box in solid),
        max(box.x1 for box in solid),
        max(box.y1 for box in solid),
    )
