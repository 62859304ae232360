"""Text on the picture."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.base import VisualClip
from reelwright.timeline.strict import ColorField, EasingField, LengthField, Seconds, Strict


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


class SpanFont(Strict):
    """What a span changes of its text's font; ``scale`` is of the text's size."""

    family: str | None = None
    scale: Annotated[float, Field(ge=0.05, le=20)] = 1.0
    weight: Annotated[int, Field(ge=100, le=900)] | None = None
    italic: bool | None = None


class TextSpan(Strict):
    """A stretch of text that looks different; ``highlight`` is a marker's colour behind it."""

    text: Annotated[str, Field(max_length=20_000)]
    color: ColorField | None = None
    highlight: ColorField | None = None
    font: SpanFont = SpanFont()
    decoration: Literal["none", "underline", "line-through"] = "none"


class Reveal(Strict):
    """Lets text appear piece by piece: ``stagger`` seconds apart, each in ``duration`` seconds."""

    by: Literal["letter", "word", "line"] = "word"
    preset: Literal["fade", "slide", "pop", "typewriter", "drop", "zoom"] = "fade"
    duration: Seconds = 0.4
    stagger: Seconds | None = Field(None, description="by default the text is complete in a third of the clip")
    start: Seconds = 0.0
    easing: EasingField | None = None
    order: Literal["forward", "backward", "center"] = "forward"


class TextClip(VisualClip):
    """Text of one look, or ``spans`` of several."""

    type: Literal["text"]
    text: Annotated[str, Field(max_length=20_000)] | None = None
    spans: Annotated[tuple[TextSpan, ...], Field(min_length=1, max_length=1000)] | None = None
    font: Font = Font()
    color: ColorField = "#ffffff"
    align: Literal["start", "end", "left", "center", "right", "justify"] = "center"
    vertical_align: Literal["top", "middle", "bottom"] = "middle"
    line_height: Annotated[float, Field(ge=0.5, le=4)] = 1.2
    letter_spacing: LengthField = 0
    max_lines: Annotated[int, Field(ge=1, le=200)] | None = Field(None, description="text beyond is cut and ends in …")
    balance: bool = Field(True, description="lines of similar width instead of a short last one")
    case: Literal["as-written", "upper", "lower"] = "as-written"
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    language: str | None = None
    outline: Outline | None = None
    shadow: Shadow | None = None
    background: TextBackground | None = None
    reveal: Reveal | None = None

    @model_validator(mode="after")
    def _one_text(self) -> TextClip:
        if (self.text is None) == (self.spans is None):
            raise ValueError("a text clip needs either 'text' or 'spans'")
        return self
