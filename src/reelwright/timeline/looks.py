"""What is done to a layer's look, resolved: pixels of the clip's own box, curves over its frames."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from reelwright.timeline.curve import Curve
from reelwright.units.color import Color

BlendMode = Literal[
    "normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light",
    "difference", "exclusion", "hue", "saturation", "color", "luminosity", "plus-lighter",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cropping:
    """Pixels cut off each side."""

    top: Curve
    right: Curve
    bottom: Curve
    left: Curve


@dataclass(frozen=True, slots=True)
class Grading:
    """The colour filters, as CSS defines them; applied in this order."""

    brightness: Curve
    contrast: Curve
    saturation: Curve
    hue: Curve
    grayscale: Curve
    sepia: Curve
    invert: Curve
    temperature: Curve

    def at(self, local: float) -> tuple[float, ...]:
        """The eight values at a frame of the clip."""
        return tuple(getattr(self, field.name).at(local) for field in fields(self))


@dataclass(frozen=True, slots=True)
class MaskShape:
    """``center`` and ``size`` in pixels of the box."""

    shape: Literal["rectangle", "ellipse"]
    center: tuple[float, float]
    size: tuple[float, float]
    corner_radius: float


@dataclass(frozen=True, slots=True)
class MaskPicture:
    source: str
    mode: Literal["alpha", "luma"]


@dataclass(frozen=True, slots=True)
class Masking:
    by: MaskShape | MaskPicture
    feather: float
    inverted: bool


@dataclass(frozen=True, slots=True)
class Keying:
    """``similarity``, ``smoothness`` and ``spill`` as written, 0 to 1."""

    color: Color
    similarity: float
    smoothness: float
    spill: float


@dataclass(frozen=True, slots=True)
class LookUp:
    source: str
    strength: float


@dataclass(frozen=True, slots=True)
class BoxShadow:
    color: Color
    x: float
    y: float
    blur: float


@dataclass(frozen=True, slots=True)
class Look:
    """All that is done to the picture of a layer before it is placed. ``flip``: left to right, upside down."""

    crop: Cropping | None = None
    blur: Curve | None = None
    grading: Grading | None = None
    mask: Masking | None = None
    keying: Keying | None = None
    lut: LookUp | None = None
    corner_radius: float = 0.0
    border: tuple[Color, float] | None = None
    shadow: BoxShadow | None = None
    flip: tuple[bool, bool] = (False, False)

    @property
    def is_plain(self) -> bool:
        return self == PLAIN

    @property
    def fills_the_box(self) -> bool:
        """Whether an opaque picture stays opaque all over its box."""
        untouched = (self.crop, self.blur, self.mask, self.keying) == (None, None, None, None)
        return untouched and not self.corner_radius and (self.border is None or self.border[0].is_opaque)


PLAIN = Look()
