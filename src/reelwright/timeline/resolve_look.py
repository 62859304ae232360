"""A clip's looks as written → resolved, in pixels of its box."""

from __future__ import annotations

from reelwright.timeline.clips import Filters, Framed, Mask, ShapeClip, VisualClip
from reelwright.timeline.curve import Curve
from reelwright.timeline.keyed import Keyed, within
from reelwright.timeline.looks import (
    BoxShadow,
    Cropping,
    Grading,
    Keying,
    Look,
    LookUp,
    Masking,
    MaskPicture,
    MaskShape,
)
from reelwright.timeline.values import parse_length
from reelwright.units.color import parse_color

_FILTER_LIMITS = {
    "brightness": (0, 10), "contrast": (0, 10), "saturation": (0, 10), "hue": (-3600, 3600), "grayscale": (0, 1), "sepia": (0, 1),
    "invert": (0, 1), "temperature": (-1, 1),
}  # fmt: skip


def look_of(clip: VisualClip, keyed: Keyed, box: tuple[float, float]) -> Look:
    """The look of a clip whose box is ``box`` pixels."""
    key, lut = clip.chroma_key, clip.lut
    framed = clip if isinstance(clip, Framed) else None
    border = framed.border if framed else None
    return Look(
        crop=_cropping(clip, keyed, box),
        blur=_blur(clip, keyed),
        grading=_grading(clip.filters, keyed),
        mask=clip.mask and _masking(clip.mask, keyed, box),
        keying=key and Keying(parse_color(key.color), key.similarity, key.smoothness, key.spill),
        lut=None if lut is None else LookUp(lut, 1.0) if isinstance(lut, str) else LookUp(lut.src, lut.strength),
        corner_radius=_small(framed.corner_radius, keyed) if framed else 0.0,
        border=border and (parse_color(border.color), _small(border.width, keyed)),
        shadow=_shadow(clip, keyed),
        flip=(clip.flip in ("horizontal", "both"), clip.flip in ("vertical", "both")),
    )


def _small(written: float | str, keyed: Keyed) -> float:
    return parse_length(written).pixels(min(keyed.canvas), keyed.canvas)


def _cropping(clip: VisualClip, keyed: Keyed, box: tuple[float, float]) -> Cropping | None:
    names = ("top", "right", "bottom", "left")
    if clip.crop is None and not any(f"crop_{name}" in keyed.animate.used for name in names):
        return None
    sides: list[Curve] = []
    for name, axis in zip(names, (box[1], box[0], box[1], box[0]), strict=True):
        base = parse_length(getattr(clip.crop, name)).pixels(axis, keyed.canvas) if clip.crop else 0.0
        sides.append(keyed.curve(f"crop_{name}", base, keyed.lengths(axis)))
    return None if all(side.is_constant and side.at(0) == 0 for side in sides) else Cropping(*sides)


def _blur(clip: VisualClip, keyed: Keyed) -> Curve | None:
    if isinstance(clip, ShapeClip) and "blur" not in keyed.animate.used:
        return None  # a shape draws its own softness
    curve = keyed.curve("blur", _small(clip.blur, keyed), keyed.lengths(min(keyed.canvas)))
    return None if curve.is_constant and curve.at(0) <= 0 else curve


def _grading(filters: Filters | None, keyed: Keyed) -> Grading | None:
    if filters is None and not set(_FILTER_LIMITS) & keyed.animate.used:
        return None
    base = filters or Filters()
    curves = {name: keyed.curve(name, getattr(base, name), within(*limits)) for name, limits in _FILTER_LIMITS.items()}
    return Grading(**curves)


def _masking(mask: Mask, keyed: Keyed, box: tuple[float, float]) -> Masking:
    def along(written: float | str, axis: int) -> float:
        return parse_length(written).pixels(box[axis], keyed.canvas)

    feather = _small(mask.feather, keyed)
    if mask.src is not None:
        return Masking(MaskPicture(mask.src, mask.mode), feather, mask.inverted)
    center, size = (along(mask.x, 0), along(mask.y, 1)), (along(mask.width, 0), along(mask.height, 1))
    shape = MaskShape(mask.shape or "rectangle", center, size, _small(mask.corner_radius, keyed))
    return Masking(shape, feather, mask.inverted)


def _shadow(clip: VisualClip, keyed: Keyed) -> BoxShadow | None:
    shadow = clip.shadow if isinstance(clip, (Framed, ShapeClip)) else None
    if shadow is None:
        return None
    return BoxShadow(
        parse_color(shadow.color), _small(shadow.x, keyed), _small(shadow.y, keyed), _small(shadow.blur, keyed)
    )
