"""The caption styles by name, as data: looks and limits that read well over any footage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reelwright.captions.cues import CueLimits
from reelwright.units.color import Color

StyleName = Literal[
    "none", "classic", "highlight", "karaoke", "pop", "bounce", "slide", "fade", "typewriter", "word"
]  # fmt: skip
Motion = Literal["still", "bounce", "slide", "fade", "typewriter", "word"]

WHITE, BLACK, YELLOW = Color(255, 255, 255), Color(0, 0, 0), Color(255, 214, 10)


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """Lengths are fractions of the letter size. ``fills`` colours the spoken words too, not just the current one.

    ``none`` draws nothing: the words then live in the subtitle files alone. ``motion`` is how words come: ``bounce`` hops the
    current one, ``slide`` and ``fade`` bring each in as it is spoken, ``typewriter`` shows them from then on, ``word`` shows
    the current one alone, large.
    """

    name: StyleName
    weight: int = 700
    color: Color = WHITE
    active_color: Color | None = None
    fills: bool = False
    active_scale: float = 1.0
    active_background: Color | None = None
    outline_color: Color | None = BLACK
    outline_width: float = 0.085
    shadow_color: Color | None = Color(0, 0, 0, 0.55)
    shadow_blur: float = 0.22
    background: Color | None = None
    line_height: float = 1.22
    motion: Motion = "still"


STYLES: dict[StyleName, CaptionStyle] = {
    "none": CaptionStyle("none"),
    "classic": CaptionStyle(
        "classic", weight=400, outline_color=None, shadow_color=None, background=Color(10, 10, 14, 0.72)
    ),
    "highlight": CaptionStyle("highlight", active_color=YELLOW),
    "karaoke": CaptionStyle("karaoke", color=Color(255, 255, 255, 0.92), active_color=YELLOW, fills=True),
    "pop": CaptionStyle("pop", active_color=YELLOW, active_scale=1.16),
    "bounce": CaptionStyle("bounce", active_color=YELLOW, motion="bounce"),
    "slide": CaptionStyle("slide", motion="slide"),
    "fade": CaptionStyle("fade", motion="fade"),
    "typewriter": CaptionStyle("typewriter", motion="typewriter"),
    "word": CaptionStyle("word", weight=800, motion="word"),
}
"""Every style a document may name."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where captions stand on a canvas, clear of the controls and titles players and apps draw: pixels."""

    size: float
    middle: float
    width: float
    limits: CueLimits


def placement(canvas: tuple[int, int], style: StyleName) -> Placement:
    """Letter size, height of the middle line, room across and limits for a canvas of (width, height)."""
    width, height = canvas
    shape = width / height
    if shape < 0.7:  # portrait: phones cover the lowest fifth with their own texts
        found = Placement(width * 0.08, height * 0.70, width * 0.86, CueLimits(max_words=5, max_chars=18, max_lines=2))
    elif shape < 1.2:  # square and 4:5
        found = Placement(width * 0.056, height * 0.82, width * 0.86, CueLimits(max_words=7, max_chars=26, max_lines=2))
    else:
        found = Placement(
            height * 0.056, height * 0.86, width * 0.80, CueLimits(max_words=12, max_chars=38, max_lines=2)
        )
    if style == "word":
        size = min(found.size * 1.6, width * 0.14)
        return replace(found, size=size, limits=replace(found.limits, max_words=1, max_chars=40, max_lines=1))
    if style == "classic":
        chars = round(found.limits.max_chars * 1.25)
        return replace(found, size=found.size * 0.8, limits=replace(found.limits, max_words=18, max_chars=chars))
    return found
