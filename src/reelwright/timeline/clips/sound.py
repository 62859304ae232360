"""Clips that are heard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.animation import Animate
from reelwright.timeline.clips.base import Clip
from reelwright.timeline.strict import GainField, Seconds, Strict, TimeField


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


Speed = Annotated[float, Field(ge=0.1, le=10)]


class SpeedKey(Strict):
    """The speed at a time of the clip; between two of them it changes evenly."""

    at: TimeField
    speed: Speed


class Sounding(Strict):
    """What every clip with sound has."""

    trim: Trim | None = None
    speed: Speed | tuple[SpeedKey, ...] = 1.0
    pitch: Literal["keep", "follow"] | None = Field(
        None, description="whether a change of speed leaves the pitch alone; it does unless the speed ramps"
    )
    loop: bool = False
    reverse: bool = False
    volume: GainField = 1.0
    loudness: Annotated[float, Field(ge=-40, le=-5)] | None = Field(
        None, description="bring the clip's own sound to this loudness (LUFS) before its volume"
    )
    pan: Annotated[float, Field(ge=-1, le=1)] = Field(0.0, description="-1 left, 1 right")
    fade_in: Seconds = 0.0
    fade_out: Seconds = 0.0
    duck: Duck | None = None

    @model_validator(mode="after")
    def _ramps_have_keys(self) -> Sounding:
        if isinstance(self.speed, tuple):
            if len(self.speed) < 2:
                raise ValueError("a changing speed needs at least two keys")
            if self.pitch == "keep":
                raise ValueError("the pitch follows a speed that changes; leave 'pitch' out")
        return self


class AudioClip(Sounding, Clip):
    type: Literal["audio"]
    src: str
    animate: Animate = Animate()


class SpeechClip(Sounding, Clip):
    """Text spoken by a voice. A captions clip shows its words with ``of``."""

    type: Literal["speech"]
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    voice: str | None = None
    language: str | None = None
    animate: Animate = Animate()
