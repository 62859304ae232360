"""What a layer shows, resolved: pixels, inks and fills."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from reelwright.timeline.clips.presenter import CharacterName
from reelwright.timeline.curve import Curve
from reelwright.timeline.window import SourceWindow
from reelwright.units.color import Color

if TYPE_CHECKING:
    from reelwright.timeline.resolved import ResolvedTimeline

CueMark = Literal["new", "same"]
"""Of a caption's word: a caption begins with it, or it stays in the caption of the word before."""


@dataclass(frozen=True, slots=True)
class ResolvedView:
    scale: float
    focus: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ResolvedMotion:
    """The camera's way: from ``start`` (progress 0) to ``end`` (progress 1)."""

    start: ResolvedView
    end: ResolvedView
    progress: Curve


Fit = Literal["cover", "contain", "fill", "none"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture fitted to its box (width, height in pixels)."""

    source: str
    box: tuple[float, float]
    fit: Fit
    motion: ResolvedMotion | None
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Footage:
    """A moving picture fitted to its box."""

    source: str
    box: tuple[float, float]
    fit: Fit
    motion: ResolvedMotion | None
    window: SourceWindow
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are drawn. Pixels; ``family`` ``None`` is the default one."""

    family: str | None
    size: float
    min_size: float | None
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class InkOutline:
    color: Color
    width: float


@dataclass(frozen=True, slots=True)
class InkShadow:
    color: Color
    x: float
    y: float
    blur: float


@dataclass(frozen=True, slots=True)
class InkBackground:
    color: Color
    padding: float
    corner_radius: float


@dataclass(frozen=True, slots=True)
class InkSpan:
    """A stretch of text; ``None`` leaves the text's own. ``scale`` is of its size."""

    text: str
    color: Color | None = None
    highlight: Color | None = None
    family: str | None = None
    scale: float = 1.0
    weight: int | None = None
    italic: bool | None = None
    decoration: Literal["none", "underline", "line-through"] = "none"


@dataclass(frozen=True, slots=True)
class Revealing:
    """How text appears: unit ``n`` of its order begins at ``start + n * stagger`` frames and takes ``frames``."""

    by: Literal["letter", "word", "line"]
    preset: Literal["fade", "slide", "pop", "typewriter", "drop", "zoom"]
    start: float
    frames: float
    stagger: float | None
    most: float
    """Frames the whole reveal takes when ``stagger`` is ``None``."""
    easing: str
    order: Literal["forward", "backward", "center"]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Text laid into ``width`` pixels, shrunk to ``height`` if given and ``ink.min_size`` allows."""

    spans: tuple[InkSpan, ...]
    ink: Ink
    color: Color
    width: float | None
    height: float | None
    align: Literal["start", "end", "left", "center", "right", "justify"]
    line_height: float
    letter_spacing: float
    max_lines: int | None
    balance: bool
    direction: Literal["auto", "ltr", "rtl"]
    language: str | None
    outline: InkOutline | None
    shadow: InkShadow | None
    background: InkBackground | None
    vertical_align: Literal["top", "middle", "bottom"] = "middle"
    reveal: Revealing | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class CaptionText:
    """Captions: where the words come from and what the document overrides; ``None`` leaves it to the style."""

    source: str | None
    words: tuple[tuple[str, float, float, CueMark | None], ...]
    style: Literal["none", "classic", "highlight", "karaoke", "pop", "bounce", "slide", "fade", "typewriter", "word"]
    max_words: int | None
    max_chars: int | None
    max_lines: int | None
    gap: float | None
    ink: Ink | None
    color: Color | None
    outline: InkOutline | None
    background: InkBackground | None
    active_color: Color | None
    active_background: Color | None
    active_scale: float | None
    active_outline: InkOutline | None
    y: float | None
    width: float | None
    case: Literal["as-written", "upper", "lower"]
    direction: Literal["auto", "ltr", "rtl"]
    language: str | None


@dataclass(frozen=True, slots=True)
class GradientFill:
    """``angle`` in CSS degrees; ``center`` in fractions of the box; ``radius`` of half its diagonal; stops at 0..1."""

    kind: Literal["linear", "radial", "conic"]
    angle: float
    center: tuple[float, float]
    radius: float
    stops: tuple[tuple[float, Color], ...]


@dataclass(frozen=True, slots=True)
class StrokeLine:
    color: Color
    width: float
    dash: tuple[float, ...] = ()
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape that is not a rectangle. ``path`` is SVG path data in ``view_box`` units, fitted to the box; ``points`` in
    fractions of the box."""

    kind: Literal["ellipse", "line", "path", "polygon", "star"]
    path: str = ""
    view_box: tuple[float, float, float, float] | None = None
    points: tuple[tuple[float, float], ...] = ()
    sides: int = 5
    inner: float = 0.5


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle unless it has an ``outline``. ``drawn`` is the part of its line that is there."""

    box: tuple[float, float]
    fill: Color | GradientFill
    corner_radius: float
    border: StrokeLine | None
    blur: float
    outline: Outline | None = None
    drawn: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A vector drawing: SVG text, fitted to its box."""

    svg: str
    box: tuple[float, float]
    fit: Fit
    color: Color | None


@dataclass(frozen=True, slots=True)
class Animation:
    """A Lottie animation, ``frames`` of its own at ``fps``."""

    source: str
    box: tuple[float, float]
    fit: Fit
    window: SourceWindow


@dataclass(frozen=True, slots=True)
class Nested:
    """A timeline inside; ``loop`` repeats it."""

    timeline: ResolvedTimeline
    box: tuple[float, float]
    fit: Fit
    loop: bool

    def inner_frame(self, seconds: Fraction) -> int:
        """The inner frame shown at a time since the clip's start."""
        frame = int(seconds * self.timeline.fps)
        return frame % self.timeline.frames if self.loop else min(frame, self.timeline.frames - 1)


Sound = tuple[str, float, float]
"""IPA, start and end in seconds of the clip."""


@dataclass(frozen=True, slots=True)
class Presenter:
    """A drawn character, who makes ``sounds``; ``turn`` -1 to 1: to which side of the picture
    the head looks."""

    character: CharacterName
    box: tuple[float, float]
    view: Literal["bust", "head"]
    turn: float
    sounds: tuple[Sound, ...]
    background: Color | None
    seed: int


Content = Presenter | Picture | Footage | Lettering | CaptionText | Shape | Drawing | Animation | Nested
