"""What can be done to the look of any visible clip: crop, filters, blending, masks, keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.strict import ColorField, Fraction01, LengthField, Strict

Blend = Literal[
    "normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light",
    "difference", "exclusion", "hue", "saturation", "color", "luminosity", "plus-lighter",
]  # fmt: skip
"""The modes of CSS Compositing and Blending Level 1, and ``plus-lighter``."""


class Crop(Strict):
    """How much is cut off each side of the box; percent count of the box."""

    top: LengthField = 0
    right: LengthField = 0
    bottom: LengthField = 0
    left: LengthField = 0


class Filters(Strict):
    """Colour filters with the meanings of the CSS filter functions; ``temperature`` is cooler below 0 and warmer above."""

    brightness: Annotated[float, Field(ge=0, le=10)] = 1.0
    contrast: Annotated[float, Field(ge=0, le=10)] = 1.0
    saturation: Annotated[float, Field(ge=0, le=10)] = 1.0
    hue: Annotated[float, Field(ge=-3600, le=3600, description="degrees round the colour circle")] = 0.0
    grayscale: Fraction01 = 0.0
    sepia: Fraction01 = 0.0
    invert: Fraction01 = 0.0
    temperature: Annotated[float, Field(ge=-1, le=1)] = 0.0


class Mask(Strict):
    """Shows the clip only inside a shape, or where a picture (``src``) is opaque or bright. Lengths count of the clip's box."""

    shape: Literal["rectangle", "ellipse"] | None = None
    src: str | None = None
    mode: Literal["alpha", "luma"] = "luma"
    x: LengthField = "50%"
    y: LengthField = "50%"
    width: LengthField = "100%"
    height: LengthField = "100%"
    corner_radius: LengthField = 0
    feather: LengthField = Field(0, description="softness of the edge (standard deviation)")
    inverted: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Mask:
        if (self.shape is None) == (self.src is None):
            raise ValueError("a mask has either a 'shape' or a 'src'")
        return self


class Matte(Strict):
    """Shows the clip only where another clip is opaque (``alpha``) or bright (``luma``). That clip is not shown itself."""

    clip: str
    mode: Literal["alpha", "luma"] = "alpha"
    inverted: bool = False


class ChromaKey(Strict):
    """Makes a colour transparent. ``similarity`` is how far from it is still it, ``smoothness`` how soft the edge is."""

    color: ColorField = "#00ff00"
    similarity: Fraction01 = 0.25
    smoothness: Fraction01 = 0.1
    spill: Fraction01 = Field(0.5, description="how much of the colour is taken out of what stays")


class Lut(Strict):
    """A colour look-up table in a .cube file."""

    src: str
    strength: Fraction01 = 1.0


class DropShadow(Strict):
    color: ColorField = "rgba(0,0,0,0.5)"
    x: LengthField = 0
    y: LengthField = "0.6vmin"
    blur: LengthField = "1.6vmin"
