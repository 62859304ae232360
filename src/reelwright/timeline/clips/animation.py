"""Keyframes, and ready-made entrances, exits and transitions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from reelwright.timeline.strict import ColorField, EasingField, LengthField, Strict, TimeField, Written

Direction = Literal["left", "right", "up", "down", "up-left", "up-right", "down-left", "down-right"]


class Keyframe(Strict):
    """``value`` at time ``at`` of the clip, reached from the keyframe before by ``easing``."""

    at: TimeField
    value: Written
    easing: EasingField = "ease-in-out-cubic"


Keyframes = tuple[Keyframe, ...] | None


class Animate(Strict):
    """Properties that change over the clip."""

    x: Keyframes = None
    y: Keyframes = None
    width: Keyframes = None
    height: Keyframes = None
    anchor_x: Keyframes = None
    anchor_y: Keyframes = None
    scale: Keyframes = None
    rotation: Keyframes = None
    skew_x: Keyframes = None
    skew_y: Keyframes = None
    opacity: Keyframes = None
    crop_top: Keyframes = None
    crop_right: Keyframes = None
    crop_bottom: Keyframes = None
    crop_left: Keyframes = None
    blur: Keyframes = None
    brightness: Keyframes = None
    contrast: Keyframes = None
    saturation: Keyframes = None
    hue: Keyframes = None
    grayscale: Keyframes = None
    sepia: Keyframes = None
    invert: Keyframes = None
    temperature: Keyframes = None
    color: Annotated[Keyframes, Field(description="of text, as CSS colours")] = None
    fill: Annotated[Keyframes, Field(description="of a shape with one colour, as CSS colours")] = None
    draw: Annotated[Keyframes, Field(description="part of a shape's outline that is drawn, 0 to 1")] = None
    volume: Keyframes = None
    pan: Keyframes = None

    @property
    def used(self) -> set[str]:
        """Names of the properties that have keyframes."""
        return {name for name in type(self).model_fields if getattr(self, name)}


PresetName = Literal[
    "fade", "slide", "push", "wipe", "zoom", "iris", "dip", "luma", "pop", "spin", "blur", "drop", "clock"
]  # fmt: skip


class Preset(Strict):
    """A ready-made entrance, exit or transition. ``direction`` is where things move to (slide, push) or where the edge runs to
    (wipe); ``color`` is dipped to; ``src`` is the grey picture whose dark parts a ``luma`` wipe shows first."""

    preset: PresetName
    duration: TimeField = 0.5
    direction: Direction | None = None
    easing: EasingField | None = None
    distance: LengthField | None = None
    scale: Annotated[float, Field(gt=0, le=10)] | None = None
    color: ColorField | None = None
    src: str | None = None
    softness: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="of the edge, as a part of the way")


class View(Strict):
    """How a picture is looked at: enlarged by ``scale`` towards ``focus`` (fractions of the picture from its top left)."""

    scale: Annotated[float, Field(ge=1, le=20)] = 1.0
    focus: tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]] = (0.5, 0.5)


class Motion(Strict):
    """A slow move of the camera over the picture (Ken Burns)."""

    preset: Literal["ken-burns"] = "ken-burns"
    start: View = Field(View(), alias="from")
    end: View = Field(View(scale=1.15), alias="to")
    easing: EasingField = "linear"
