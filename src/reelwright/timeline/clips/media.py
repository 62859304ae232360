"""Clips that show a file: footage, pictures, drawings, animations, other documents."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.animation import Motion
from reelwright.timeline.clips.base import Framed
from reelwright.timeline.clips.sound import Sounding
from reelwright.timeline.strict import ColorField, TimeField

FitName = Literal["cover", "contain", "fill", "none"]
Focus = tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]]


class VideoClip(Sounding, Framed):
    """A moving picture with its sound (``volume`` 0 mutes it)."""

    type: Literal["video"]
    src: str
    fit: FitName = "cover"
    focus: Focus = Field((0.5, 0.5), description="the part that stays in view when 'cover' cuts: from left, from top")
    freeze: TimeField | None = Field(None, description="show only the picture of this time of the medium, silently")
    motion: Motion | None = None


class ImageClip(Framed):
    type: Literal["image"]
    src: str
    fit: FitName = "cover"
    focus: Focus = Field((0.5, 0.5), description="the part that stays in view when 'cover' cuts: from left, from top")
    motion: Motion | None = None


class SvgClip(Framed):
    """A vector drawing, from a file or written here; sharp at every size."""

    type: Literal["svg"]
    src: str | None = None
    svg: Annotated[str, Field(max_length=2_000_000)] | None = None
    fit: FitName = "contain"
    color: ColorField | None = Field(None, description="what 'currentColor' stands for in the drawing")

    @model_validator(mode="after")
    def _one_source(self) -> SvgClip:
        if (self.src is None) == (self.svg is None):
            raise ValueError("an svg clip needs either 'src' or 'svg'")
        return self


class LottieClip(Framed):
    """A Lottie animation (.json or .lottie)."""

    type: Literal["lottie"]
    src: str
    fit: FitName = "contain"
    speed: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    loop: bool = False
    reverse: bool = False


class CompositionClip(Framed):
    """A document inside a document, from a file or written here, with values for its variables."""

    type: Literal["composition"]
    src: str | None = None
    document: dict[str, Any] | None = None
    variables: dict[str, Any] = Field({}, description="values for the inner document's variables")
    fit: FitName = "contain"
    loop: bool = False
    volume: Annotated[float, Field(ge=0, le=10)] = 1.0

    @model_validator(mode="after")
    def _one_source(self) -> CompositionClip:
        if (self.src is None) == (self.document is None):
            raise ValueError("a composition needs either 'src' or 'document'")
        return self


class GenerateClip(Sounding, Framed):
    """A picture, a piece of footage or music made from a description by a provider."""

    type: Literal["generate"]
    kind: Literal["image", "video", "music"]
    prompt: Annotated[str, Field(min_length=1, max_length=20_000)]
    provider: str | None = None
    seed: int = 0
    fit: FitName = "cover"
    motion: Motion | None = None
