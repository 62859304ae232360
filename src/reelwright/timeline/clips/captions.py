"""Captions: words with times, shown line by line."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.base import Clip
from reelwright.timeline.clips.text import Font, Outline, TextBackground
from reelwright.timeline.strict import ColorField, Fraction01, LengthField, Seconds, Strict


class CaptionWord(Strict):
    text: str
    start: Seconds
    end: Seconds
    cue: Literal["new", "same"] | None = Field(
        None, description="'new': a caption begins with this word; 'same': it stays in the caption of the word before"
    )


class ActiveWord(Strict):
    """Overrides for the word being spoken. Nothing else moves when it grows."""

    color: ColorField | None = None
    background: ColorField | None = None
    scale: Annotated[float, Field(ge=1, le=2)] | None = None
    outline: Outline | None = None


CaptionStyleName = Literal[
    "none", "classic", "highlight", "karaoke", "pop", "bounce", "slide", "fade", "typewriter", "word"
]  # fmt: skip


class CaptionsClip(Clip):
    """Words with times, shown line by line. Times in ``src`` or ``words`` count from the clip's start; ``of`` names a speech
    clip whose words are shown when it speaks them."""

    type: Literal["captions"]
    src: str | None = Field(None, description="word JSON, .srt, .vtt or .ass")
    words: tuple[CaptionWord, ...] | None = None
    of: str | None = Field(None, description="id of a speech clip")
    style: CaptionStyleName = "highlight"
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
    case: Literal["as-written", "upper", "lower"] = "as-written"
    direction: Literal["auto", "ltr", "rtl"] = "auto"
    language: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> CaptionsClip:
        if sum(source is not None for source in (self.src, self.words, self.of)) != 1:
            raise ValueError("captions need one of 'src', 'words' and 'of'")
        return self
