"""The resolved timeline: the document with every question answered, in whole frames and samples.

It is what the renderer draws. It holds no placeholders, no relative times, no lengths in percent: frames, samples,
pixels and curves only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reelwright.timeline.contents import Content
from reelwright.timeline.curve import Curve
from reelwright.timeline.looks import PLAIN, BlendMode, Look
from reelwright.timeline.window import SourceWindow
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
    is_animation: bool = False


FactsOf = Callable[[str], MediaFacts]
"""Facts of a source named in a document. Raises ``MediaUnusable``."""

TextOf = Callable[[str], str]
"""The text of a file named in a document. Raises ``MediaUnusable``."""


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
    pan: Curve | None = None
    loudness: float | None = None


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


EffectKind = Literal["offset_x", "offset_y", "opacity", "scale", "rotation", "blur", "tint", "wipe"]
WipeKind = Literal["edge", "iris", "clock", "luma"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One modification over local frames, from a preset. Offsets and blur in pixels, rotation in degrees, opacity and scale
    multiply, ``tint`` mixes that much of ``color`` in. ``wipe`` shows that fraction of the layer (0 nothing, 1 all)."""

    kind: EffectKind
    curve: Curve
    wipe: Wiping | None = None
    color: Color | None = None


@dataclass(frozen=True, slots=True)
class Wiping:
    """How a wipe runs: an edge towards a direction, a growing circle, a clock's hand, or by the greys of a picture, the dark
    ones first. ``softness`` is a part of the way."""

    kind: WipeKind = "edge"
    towards: tuple[int, int] = (1, 0)
    softness: float = 0.06
    source: str | None = None
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedLayer:
    """One visible clip from ``start_frame`` up to, not including, ``end_frame``. ``anchor`` in fractions of its box."""

    id: str
    pointer: str
    start_frame: int
    end_frame: int
    content: Content
    anchor: tuple[Curve, Curve]
    x: Curve
    y: Curve
    scale: Curve
    rotation: Curve
    opacity: Curve
    effects: tuple[Effect, ...] = ()
    skew: tuple[Curve, Curve] | None = None
    look: Look = PLAIN
    blend: BlendMode = "normal"
    matte: ResolvedMatte | None = None
    changing: Changing | None = None


@dataclass(frozen=True, slots=True)
class Changing:
    """What of a layer's content is animated: its box, its colour (red, green, blue, alpha curves), the part drawn."""

    width: Curve | None = None
    height: Curve | None = None
    color: tuple[Curve, Curve, Curve, Curve] | None = None
    draw: Curve | None = None


@dataclass(frozen=True, slots=True)
class ResolvedMatte:
    """Another layer that says where this one is seen."""

    layer: ResolvedLayer
    mode: Literal["alpha", "luma"]
    inverted: bool


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
