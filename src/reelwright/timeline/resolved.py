"""The resolved timeline: the document with every question answered, in whole frames and samples.

It is what the renderer draws. It holds no placeholders, no relative times, no lengths in percent: frames, samples,
pixels and curves only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reelwright.timeline.curve import Curve
from reelwright.units.color import Color


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What ``media.probe`` found out about a file and resolving needs.

    ``duration`` in seconds (``None`` for a still picture), ``width`` and ``height`` in pixels as shown (after
    rotation), 0 without a picture.
    """

    duration: Fraction | None
    width: int = 0
    height: int = 0
    has_video: bool = False
    has_audio: bool = False


FactsOf = Callable[[str], MediaFacts]
"""Facts of a source named in a document. Raises ``MediaUnusable``."""


@dataclass(frozen=True, slots=True)
class SourceWindow:
    """Which part of a medium plays, and how fast. Exact seconds of the medium; ``end`` is ``None`` for its own end."""

    start: Fraction = Fraction(0)
    end: Fraction | None = None
    speed: Fraction = Fraction(1)
    loop: bool = False

    def source_time(self, clip_time: Fraction) -> Fraction:
        """Medium time shown at a time since the clip's start. Needs ``end`` when looping."""
        advance = clip_time * self.speed
        if self.loop and self.end is not None and self.end > self.start:
            advance %= self.end - self.start
        return self.start + advance


@dataclass(frozen=True, slots=True)
class Duck:
    """Lower this sound by ``gain_db`` (negative) while any sound in ``under`` (clip ids) is heard."""

    under: tuple[str, ...]
    gain_db: float
    attack: float = 0.15
    release: float = 0.6


@dataclass(frozen=True, slots=True)
class ResolvedSound:
    """One sound on the mix. Samples count at 48 kHz from the document's start; ``volume`` is linear gain over local frames."""

    id: str
    pointer: str
    source: str
    start_sample: int
    end_sample: int
    window: SourceWindow
    volume: Curve
    fade_in: int = 0
    fade_out: int = 0
    duck: Duck | None = None


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """``crf`` or ``bitrate`` (bits a second) is set, where the codec has either. ``options`` are the encoder's own names."""

    codec: str = "h264"
    crf: float | None = 23
    preset: str | None = "veryfast"
    bitrate: int | None = None
    encoder: str = "software"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """``bitrate`` in bits a second for lossy codecs, ``bits`` a sample for the others."""

    codec: str = "aac"
    bitrate: int | None = 128_000
    bits: int | None = None


@dataclass(frozen=True, slots=True)
class GifSettings:
    """``step``: every so many frames one is shown. ``plays`` 0 is for ever. The palette looks at one of ``sampling`` shown frames."""

    step: int = 1
    plays: int = 0
    colors: int = 256
    dither: str = "sierra2_4a"
    sampling: int = 1


@dataclass(frozen=True, slots=True)
class LadderSettings:
    """An HLS ladder: renditions from the largest down, and the length of segments aimed for."""

    sizes: tuple[tuple[int, int], ...]
    segment_seconds: float = 6.0


@dataclass(frozen=True, slots=True)
class ResolvedOutput:
    """``size`` is (width, height) in pixels, ``None`` for the canvas's own. ``video`` or ``audio`` ``None``: it has none."""

    format: str = "mp4"
    video: VideoSettings | None = field(default_factory=VideoSettings)
    audio: AudioSettings | None = field(default_factory=AudioSettings)
    loudness: float | None = None
    """Integrated loudness of the whole mix in LUFS (EBU R128), or ``None`` to leave the level alone."""
    size: tuple[int, int] | None = None
    alpha: bool = False
    gif: GifSettings | None = None
    ladder: LadderSettings | None = None


EffectKind = Literal["offset_x", "offset_y", "opacity", "scale", "wipe"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One modification over local frames, from a preset. Offsets in pixels, opacity and scale multiply, ``wipe`` shows that
    fraction of the canvas (0 nothing, 1 all) with the edge running towards ``direction``."""

    kind: EffectKind
    curve: Curve
    direction: Literal["left", "right", "up", "down"] = "right"


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


@dataclass(frozen=True, slots=True)
class Footage:
    """A moving picture fitted to its box."""

    source: str
    box: tuple[float, float]
    fit: Fit
    motion: ResolvedMotion | None
    window: SourceWindow


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
class Lettering:
    """Text laid into ``width`` pixels, shrunk to ``height`` if given and ``ink.min_size`` allows."""

    text: str
    ink: Ink
    color: Color
    width: float | None
    height: float | None
    align: Literal["start", "end", "left", "center", "right"]
    line_height: float
    letter_spacing: float
    max_lines: int | None
    balance: bool
    direction: Literal["auto", "ltr", "rtl"]
    language: str | None
    outline: InkOutline | None
    shadow: InkShadow | None
    background: InkBackground | None


@dataclass(frozen=True, slots=True)
class CaptionText:
    """Captions: where the words come from and what the document overrides; ``None`` leaves it to the style."""

    source: str | None
    words: tuple[tuple[str, float, float], ...]
    style: Literal["none", "classic", "highlight", "karaoke", "pop"]
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
    y: float | None
    width: float | None
    direction: Literal["auto", "ltr", "rtl"]
    language: str | None


@dataclass(frozen=True, slots=True)
class GradientFill:
    """``angle`` in CSS degrees; ``center`` in fractions of the box; ``radius`` of half its diagonal; stops at 0..1."""

    kind: Literal["linear", "radial"]
    angle: float
    center: tuple[float, float]
    radius: float
    stops: tuple[tuple[float, Color], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    box: tuple[float, float]
    fill: Color | GradientFill
    corner_radius: float
    border: tuple[Color, float] | None
    blur: float


Content = Picture | Footage | Lettering | CaptionText | Shape


@dataclass(frozen=True, slots=True)
class ResolvedLayer:
    """One visible clip from ``start_frame`` up to, not including, ``end_frame``. ``anchor`` in fractions of its box."""

    id: str
    pointer: str
    start_frame: int
    end_frame: int
    content: Content
    anchor: tuple[float, float]
    x: Curve
    y: Curve
    scale: Curve
    rotation: Curve
    opacity: Curve
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedFont:
    family: str
    source: str


@dataclass(frozen=True, slots=True)
class ResolvedTimeline:
    """All of it: ``frames`` frames at ``fps``; layers from bottom to top."""

    width: int
    height: int
    fps: Fraction
    frames: int
    background: Color
    layers: tuple[ResolvedLayer, ...]
    sounds: tuple[ResolvedSound, ...]
    fonts: tuple[ResolvedFont, ...]
    chapters: tuple[tuple[str, Fraction], ...]
    output: ResolvedOutput
    title: str | None = None
    anchors: tuple[int, ...] = ()
    """Frames where a clip of the lowest track begins: the natural places to divide the video."""

    @property
    def duration(self) -> Fraction:
        return self.frames / self.fps
