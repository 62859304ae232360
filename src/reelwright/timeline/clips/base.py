"""What every clip has, and what every visible clip has."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.animation import Animate, Preset
from reelwright.timeline.clips.looks import Blend, ChromaKey, Crop, DropShadow, Filters, Lut, Mask, Matte
from reelwright.timeline.strict import ColorField, Fraction01, LengthField, Strict, TimeField

AnchorName = Literal["center", "top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"]


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
    skew_x: Annotated[float, Field(gt=-85, lt=85)] = Field(0.0, description="degrees; as CSS skewX")
    skew_y: Annotated[float, Field(gt=-85, lt=85)] = Field(0.0, description="degrees; as CSS skewY")
    flip: Literal["horizontal", "vertical", "both"] | None = None
    opacity: Fraction01 = 1.0
    crop: Crop | None = None
    blur: LengthField = Field(0, description="Gaussian blur (standard deviation)")
    filters: Filters | None = None
    blend: Blend = "normal"
    mask: Mask | None = None
    matte: Matte | None = None
    chroma_key: ChromaKey | None = None
    lut: Lut | str | None = Field(None, description="a .cube file, or a file and how strongly it works")
    animate: Animate = Animate()
    enter: Preset | None = None
    exit: Preset | None = None
    transition: Preset | None = Field(
        None, description="from the clip before on this track; the two overlap for its duration"
    )

    @model_validator(mode="after")
    def _only_its_own_animations(self) -> VisualClip:
        for name in self.animate.used - {"volume", "pan"}:
            if not (name in type(self).model_fields or name.startswith("crop_") or name in Filters.model_fields):
                raise ValueError(f"a clip of type {getattr(self, 'type', '?')!r} has no {name!r} to animate")
        return self


class Border(Strict):
    """A line along the edge of the box, inside it, or along a shape's outline."""

    color: ColorField = "#ffffff"
    width: LengthField = "0.4vmin"


class Framed(VisualClip):
    """What clips with a box of their own picture have."""

    corner_radius: LengthField = 0
    border: Border | None = None
    shadow: DropShadow | None = None
