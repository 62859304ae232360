"""The clips of a document, as written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from reelwright.timeline.strict import (
    ColorField,
    EasingField,
    GainField,
    LengthField,
    Seconds,
    Strict,
    TimeField,
    Written,
)

Direction = Literal["left", "right", "up", "down"]
AnchorName = Literal["center", "top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"]
Fraction01 = Annotated[float, Field(ge=0, le=1)]


class Keyframe(Strict):
    """``value`` at time ``at`` of the clip, reached from the keyframe before by ``easing``."""

    at: TimeField
    value: Written
    easing: EasingField = "ease-in-out-cubic"


class Animate(Strict):
    """Properties that change over the clip."""

    x: tuple[Keyframe, ...] | None = None
    y: tuple[Keyframe, ...] | None = None
    scale: tuple[Keyframe, ...] | None = None
    rotation: tuple[Keyframe, ...] | None = None
    opacity: tuple[Keyframe, ...] | None = None
    volume: tuple[Keyframe, ...] | None = None


class Preset(Strict):
    """A ready-made entrance, exit or transition. ``direction`` is where things move to (slide) or where the edge runs to (wipe)."""

    preset: Literal["fade", "slide", "wipe", "zoom"]
    duration: TimeField = 0.5
    direction: Direction | None = None
    easing: EasingField | None = None
    distance: LengthField | None = None
    scale: Annotated[float, Field(gt=0, le=10)] | None = None


class View(Strict):
    """How a picture is looked at: enlarged by ``scale`` towards ``focus`` (fractions of the picture from its top left)."""

    scale: Annotated[float, Field(ge=1, le=20)] = 1.0
    focus: tuple[Fraction01, Fraction01] = (0.5, 0.5)


class Motion(Strict):
    """A slow move of the camera over the picture (Ken Burns)."""

    preset: Literal["ken-burns"]
    start: View = Field(View(), alias="from")
    end: View = Field(View(scale=1.15), alias="to")
    easing: EasingField = "linear"


class Clip(Strict):
    """What every clip has. ``start`` ``auto`` is ``after`` for video and image clips, else 0."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][\w-]*$", max_length=100)] | None = None
    start: Literal["auto"] | TimeField = "auto"
    duration: Literal["auto", "media", "end"] | TimeField = "auto"


class VisualClip(Clip):
    """What every visible clip has. ``x``, ``y`` place the ``anchor`` point of the box; y grows downward."""

    x: LengthField = "50%"
    y: LengthField = "50%"
    width: LengthField | None = None
    height: LengthField | None = None
    anchor: AnchorName | tuple[Fraction01, Fraction01] = "center"
    scale: Annotated[float, Field(ge=0, le=100)] = 1.0
    rotation: float = Field(0.0, description="degrees, clockwise")
    opacity: Fraction01 = 1.0
    animate: Animate = Animate()
    enter: Preset | None = None
    exit: Preset | None = None
    transition: Preset | None = Field(
        None, description="from the clip before on this track; the two overlap for its duration"
    )


class Trim(Strict):
    """The part of a medium that plays."""

    start: TimeField = Field(0, alias="from")
    end: TimeField | None = Field(None, alias="to")


class Duck(Strict):
    """Be quieter while others are heard. ``under`` names clips or tracks."""

    under: str | tuple[str, ...]
    by: Annotated[str, Field(pattern=r"^-\d+(\.\d+)?\s*[dD][bB]$")] = "-10dB"
    attack: Annotated[float, Field(ge=0.01, le=5)] = 0.15
    release: Annotated[float, Field(ge=0.01, le=10)] = 0.6


class Sounding(Strict):
    """What every clip with sound has."""

    trim: Trim | None = None
    speed: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    loop: bool = False
    volume: GainField = 1.0
    fade_in: Seconds = 0.0
    fade_out: Seconds = 0.0
    duck: Duck | None = None


class AudioClip(Sounding, Clip):
    type: Literal["audio"]
    src: str
    animate: Animate = Animate()


class VideoClip(Sounding, VisualClip):
    """A moving picture with its sound (``volume`` 0 mutes it)."""

    type: Literal["video"]
    src: str
    fit: Literal["cover", "contain", "fill", "none"] = "cover"
    motion: Motion | None = None


class ImageClip(VisualClip):
    type: Literal["image"]
    src: str
    fit: Literal["cover", "contain", "fill", "none"] = "cover"
    motion: Motion | None = None


class Font(Strict):
    """``min_size`` lets text shrink to its box; without it text keeps ``size``."""

    family: str | None = None
    size: LengthField = "5vmin"
    min_size: LengthField | None = None
    weight: Annotated[int, Field(ge=100, le=900)] = 400
    italic: bool = False


class Outline(Strict):
    color: ColorField = "#000000"
    width: LengthField = "0.4vmin"


class Shadow(Strict):
    color: ColorField = "rgba(0,0,0,0.5)"
    x: LengthField = 0
    y: LengthField = "0.3vmin"
    blur: LengthField = "0.8vmin"


class TextBackground(Strict):
    """A box behind the text."""

    color: ColorField
    padding: LengthField = "1.5vmin"
    corner_radius: LengthField = "1vmin"


class TextClip(VisualClip):
    type: Literal["text"]
    text: str = Field(max_length=20_000)
    font: Font = Font()
    color: ColorField = "#ffffff"
    align: Literal["start", "end", "left", "center", "right"] = "center"
    line_height: Annotated[float, Field(ge=0.5, le=4)] = 1.2
    letter_spacing: LengthField = 0
    max_lines: Annotated[int, Field(ge=1, le=200)] | None = None
    balance: bool = Field(True, description="lines of similar width instead of a short last one")
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    language: str | None = None
    outline: Outline | None = None
    shadow: Shadow | None = None
    background: TextBackground | None = None


class CaptionWord(Strict):
    text: str
    start: Seconds
    end: Seconds


class ActiveWord(Strict):
    """Overrides for the word being spoken."""

    color: ColorField | None = None
    background: ColorField | None = None
    scale: Annotated[float, Field(ge=1, le=2)] | None = None


class CaptionsClip(Clip):
    """Words with times, shown line by line. Times in ``src`` or ``words`` count from the clip's start."""

    type: Literal["captions"]
    src: str | None = Field(None, description="word JSON, .srt or .vtt")
    words: tuple[CaptionWord, ...] | None = None
    style: Literal["none", "classic", "highlight", "karaoke", "pop"] = "highlight"
    max_words: Annotated[int, Field(ge=1, le=100)] | None = None
    max_chars: Annotated[int, Field(ge=4, le=200)] | None = None
    max_lines: Annotated[int, Field(ge=1, le=4)] | None = None
    gap: Annotated[float, Field(ge=0, le=10)] | None = None
    font: Font | None = None
    color: ColorField | None = None
    outline: Outline | None = None
    background: TextBackground | None = None
    active: ActiveWord = ActiveWord()
    y: LengthField | None = Field(None, description="middle of the caption; the style's safe place by default")
    width: LengthField | None = None
    opacity: Fraction01 = 1.0
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    language: str | None = None


class Stop(Strict):
    at: Fraction01
    color: ColorField


class Gradient(Strict):
    """``angle`` as CSS counts it: 0 points up, 90 to the right. A radial gradient spreads from ``center``."""

    gradient: Literal["linear", "radial"] = "linear"
    angle: float = 180.0
    center: tuple[Fraction01, Fraction01] = (0.5, 0.5)
    radius: Annotated[float, Field(gt=0, le=4)] = Field(1.0, description="of half the box's diagonal")
    stops: Annotated[tuple[Stop, ...], Field(min_length=2, max_length=32)]


class Border(Strict):
    color: ColorField
    width: LengthField = "0.4vmin"


class ShapeClip(VisualClip):
    type: Literal["shape"]
    shape: Literal["rectangle"] = "rectangle"
    fill: ColorField | Gradient = "#ffffff"
    corner_radius: LengthField = 0
    border: Border | None = None
    blur: LengthField = Field(0, description="softness of the whole shape (standard deviation)")


AnyClip = Annotated[
    VideoClip | ImageClip | TextClip | CaptionsClip | AudioClip | ShapeClip, Field(discriminator="type")
]
