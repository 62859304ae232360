"""What a caller says about text: one style for the paragraph, spans for what differs inside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import skia

from reelwright.errors import InvalidInput

Align = Literal["start", "end", "left", "center", "right", "justify"]
Decoration = Literal["none", "underline", "line-through"]

MAX_SIZE_PX = 4096.0


@dataclass(frozen=True)
class TextStyle:
    """How a paragraph is set. Lengths are pixels of the canvas it is painted on."""

    family: str | None = None
    """Wanted family, or several separated by commas, best first; the library adds what the text needs beyond them."""
    size_px: float = 48.0
    weight: int = 400
    """100 (thin) to 900 (black); the nearest weight the family has is taken."""
    italic: bool = False
    line_height: float | None = None
    """Distance of baselines as a multiple of the size; None takes the fonts' own."""
    letter_spacing_px: float = 0.0
    """Extra advance after each letter; the shaper leaves words of joined scripts (Arabic) as they are."""
    align: Align = "start"
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    """auto: that of the first strong character."""
    locale: str = ""
    """BCP 47 tag; chooses between Chinese, Japanese and Korean forms of shared characters, and line-break rules."""
    wrap: Literal["greedy", "balanced"] = "greedy"
    """balanced: as many lines as greedy needs, but of similar length."""

    def __post_init__(self) -> None:
        _check(
            0 < self.size_px <= MAX_SIZE_PX, f"A font size of {self.size_px} px cannot be set", "above 0, up to 4096"
        )
        _check(100 <= self.weight <= 900, f"A font weight of {self.weight} does not exist", "100 to 900")
        _check(
            self.line_height is None or 0.1 <= self.line_height <= 10,
            f"A line height of {self.line_height} cannot be set",
            "0.1 to 10 times the size",
        )
        _check(
            math.isfinite(self.letter_spacing_px) and abs(self.letter_spacing_px) <= MAX_SIZE_PX,
            f"A letter spacing of {self.letter_spacing_px} px cannot be set",
            "a number of pixels within the size limit",
        )

    def at_size(self, size_px: float) -> TextStyle:
        """The same style at another size; letter spacing grows and shrinks with it."""
        return replace(self, size_px=size_px, letter_spacing_px=self.letter_spacing_px * size_px / self.size_px)


@dataclass(frozen=True)
class Span:
    """A stretch of text with its own paint. A style field left None is the paragraph's."""

    text: str
    paint: skia.Paint | None = None
    """None takes its place but draws nothing."""
    weight: int | None = None
    italic: bool | None = None
    family: str | None = None
    scale: float = 1.0
    """Size as a multiple of the paragraph's."""
    decoration: Decoration = "none"

    def __post_init__(self) -> None:
        _check(0.05 <= self.scale <= 20, f"A span scale of {self.scale} cannot be set", "0.05 to 20")
        _check(
            self.weight is None or 100 <= self.weight <= 900,
            f"A font weight of {self.weight} does not exist",
            "100 to 900",
        )


def _check(holds: bool, message: str, allowed: str) -> None:
    if not holds:
        raise InvalidInput(f"{message}.", hint=f"Allowed: {allowed}.")
