"""A layer whose look is changed: painted on its own, treated, and only then laid onto the canvas."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from reelwright.media.lut import LookUpTable
from reelwright.render.affine import Affine
from reelwright.render.painters.sprited import paint_sprite
from reelwright.render.planes import Canvas, Plane, Sprite, chroma_alpha_of
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import Painter, PlainPainter, Readers, Stage
from reelwright.render.treatment.cast_shadow import shadow_of
from reelwright.render.treatment.chroma_key import keyed
from reelwright.render.treatment.color_matrix import NEUTRAL, grading_matrix, in_yuv, recolored, tint_matrix
from reelwright.render.treatment.cutout import Frame, Sides, border_line, bordered, masked, outline_mask, shape_mask
from reelwright.render.treatment.lookup import looked_up
from reelwright.render.treatment.soften import softened
from reelwright.timeline.looks import Look, MaskPicture
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.units.color import Color

_MOST_PIXELS = 24_000_000
_UNCUT: Sides = (0.0, 0.0, 0.0, 0.0)


def needs_treatment(layer: ResolvedLayer) -> bool:
    """Whether a layer's look is more than its picture in its place."""
    return replace(layer.look, flip=(False, False)) != Look() or any(
        effect.kind in ("blur", "tint") for effect in layer.effects
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """The look's numbers at one frame."""

    crop: Sides
    blur: float
    grading: tuple[float, ...]
    tints: tuple[tuple[Color, float], ...]

    @property
    def is_still_opaque(self) -> bool:
        return not any(self.crop)


class TreatedPainter(PlainPainter):
    """Wraps a painter. ``greys`` are the pictures of its mask, by source."""

    def __init__(self, layer: ResolvedLayer, inner: Painter, stage: Stage, greys: Mapping[str, Plane]) -> None:
        self._layer = layer
        self._look = layer.look
        self._inner = inner
        self._stage = stage
        self._greys = greys
        self._table = LookUpTable(stage.path_of(self._look.lut.source)) if self._look.lut else None
        self._density = min(largest_scale(layer), 4.0) * stage.zoom
        self._has_blur_effect = any(effect.kind == "blur" for effect in layer.effects)

    @property
    def box(self) -> tuple[float, float]:
        return self._inner.box

    def box_at(self, local: int) -> tuple[float, float]:
        return self._inner.box_at(local)

    @property
    def overflow(self) -> float:
        return 0.0

    @property
    def is_opaque(self) -> bool:
        return self._look.fills_the_box and not self._has_blur_effect and self._inner.is_opaque

    @property
    def identity(self) -> Hashable:
        look = self._look
        fixed = (look.mask, look.keying, look.lut, look.corner_radius, look.border, look.shadow)
        return ("treated", fixed, self._density, self._inner.identity)

    @property
    def fonts(self) -> str:
        return self._inner.fonts

    @property
    def sources(self) -> tuple[str, ...]:
        own = [self._look.lut.source] if self._look.lut else []
        if self._look.mask and isinstance(self._look.mask.by, MaskPicture):
            own.append(self._look.mask.by.source)
        return (*self._inner.sources, *own)

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return self._inner.reader_keys

    def seen(self, local: int) -> Hashable:
        return self._inner.seen(local), self._values(local), self.box_at(local)

    def look(self, local: int, readers: Readers) -> Hashable:
        return self._inner.look(local, readers), self._values(local), self.box_at(local)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        values = self._values(local)
        sprite = self._kept(local, readers, values, "picture")
        shadow = self._look.shadow
        if shadow is None:
            paint_sprite(canvas, sprite, pose)
            return
        shade = self._shade(local, sprite, values)
        if pose.opacity >= 1 and not pose.wipes and pose.blend == "normal":
            paint_sprite(canvas, shade, pose)
            paint_sprite(canvas, sprite, pose)
        else:
            paint_sprite(canvas, _together(shade, sprite), pose)

    def _values(self, local: int) -> _Values:
        look = self._look
        crop = _UNCUT
        if look.crop:
            sides = (look.crop.top, look.crop.right, look.crop.bottom, look.crop.left)
            top, right, bottom, left = (max(0.0, side.at(local)) for side in sides)
            crop = (top, right, bottom, left)
        blur = max(0.0, look.blur.at(local)) if look.blur else 0.0
        tints: list[tuple[Color, float]] = []
        for effect in self._layer.effects:
            if effect.kind == "blur":
                blur = (blur**2 + max(0.0, effect.curve.at(local)) ** 2) ** 0.5
            elif effect.kind == "tint" and effect.color is not None:
                tints.append((effect.color, min(max(effect.curve.at(local), 0.0), 1.0)))
        grading = look.grading.at(local) if look.grading else NEUTRAL
        return _Values(crop, round(blur, 3), grading, tuple(tint for tint in tints if tint[1] > 0))

    @cached_property
    def _is_still(self) -> bool:
        """Whether what is inside can be told from ``seen`` alone, so that a treated sprite can be kept."""
        return not self._inner.reader_keys

    def _kept(self, local: int, readers: Readers, values: _Values, part: str) -> Sprite:
        if not self._is_still:
            return self._made(local, readers, values)
        key = (part, self.identity, self._inner.sources, self._inner.seen(local), values, self.box_at(local))
        return self._stage.sprites.get(key, lambda: self._made(local, readers, values))

    def _shade(self, local: int, sprite: Sprite, values: _Values) -> Sprite:
        shadow = self._look.shadow
        assert shadow is not None
        if self._is_still:
            key = ("shadow", self.identity, self._inner.sources, self._inner.seen(local), values, self.box_at(local))
        elif self._inner.is_opaque and not self._look.keying:  # footage whose outline is always the same
            key = ("shadow", self._look, values.crop, values.blur, sprite.size, sprite.density)
        else:
            return shadow_of(sprite, shadow)
        return self._stage.sprites.get(key, lambda: shadow_of(sprite, shadow))

    def _made(self, local: int, readers: Readers, values: _Values) -> Sprite:
        """The picture with everything done to it, in the order of CSS: colours, outline, blur."""
        look, box = self._look, self.box_at(local)
        sprite = self._plain(local, readers, box)
        if self._table and look.lut:
            sprite = looked_up(sprite, self._table, look.lut.strength)
        if look.keying:
            sprite = keyed(sprite, look.keying)
        if values.grading != NEUTRAL:
            sprite = recolored(sprite, in_yuv(grading_matrix(values.grading)))
        for color, amount in values.tints:
            sprite = recolored(sprite, tint_matrix(color, amount))
        frame = Frame(
            sprite.size, -sprite.origin[0], -sprite.origin[1], sprite.density, sprite.density * sprite.stretch, box
        )
        if look.border and (sprite.origin == (0, 0)):
            line_key = ("border", look.border, look.corner_radius, values.crop, frame)
            line = self._stage.sprites.get(
                line_key,
                lambda: border_line(frame, values.crop, look.corner_radius, look.border or (Color(0, 0, 0), 0)),
            )
            sprite = bordered(sprite, line)
        for mask, half in self._masks(frame, values.crop):
            sprite = masked(sprite, mask, half)
        return softened(sprite, values.blur * sprite.density)

    def _masks(self, frame: Frame, crop: Sides) -> list[tuple[Plane, Plane]]:
        look, masks = self._look, list[tuple[Plane, Plane]]()
        if any(crop) or look.corner_radius:
            masks.append(
                self._mask(
                    ("outline", look.corner_radius, crop, frame), lambda: outline_mask(frame, crop, look.corner_radius)
                )
            )
        masking = look.mask
        if masking:
            greys = self._greys.get(masking.by.source) if isinstance(masking.by, MaskPicture) else None
            source = self._stage.path_of(masking.by.source) if isinstance(masking.by, MaskPicture) else None
            masks.append(self._mask(("mask", masking, source, frame), lambda: shape_mask(frame, masking, greys)))
        return masks

    def _mask(self, key: Hashable, make: Callable[[], Plane]) -> tuple[Plane, Plane]:
        """A mask at full and half size, kept among the sprites."""
        held = self._stage.sprites.get(key, lambda: _holding(make()))
        return held.y, held.u

    def _plain(self, local: int, readers: Readers, box: tuple[float, float]) -> Sprite:
        """The picture before anything is done to it."""
        bare = self._inner.bare(local, readers)
        if bare is not None:
            across, down = bare.size[0] / box[0], bare.size[1] / box[1]
            return replace(bare, origin=(0.0, 0.0), density=across, stretch=down / across)
        margin = self._inner.overflow
        area = (box[0] + 2 * margin) * (box[1] + 2 * margin) * self._density**2
        density = self._density * min(1.0, (_MOST_PIXELS / area) ** 0.5)
        room = ceil(margin * density / 2) * 2
        size = tuple(ceil(side * density / 2 - 1e-6) * 2 + 2 * room for side in box)
        canvas = Canvas.blank(size[0], size[1], transparent=True)
        self._inner.paint(canvas, Pose(Affine.scaling(density, room, room), 1.0), local, readers)
        whole = (
            not room
            and self._inner.is_opaque
            and all(abs(side * density - size[i]) < 1e-3 for i, side in enumerate(box))
        )
        alphas = (None, None) if whole else (canvas.alpha, canvas.chroma_alpha)
        return Sprite(*canvas.planes, *alphas, (-room, -room), density)


def _holding(mask: Plane) -> Sprite:
    half = chroma_alpha_of(mask)
    return Sprite(mask, half, half, None, None)


def _together(under: Sprite, upper: Sprite) -> Sprite:
    """Two sprites of one box as one, the second on top."""
    left = min(under.origin[0], upper.origin[0]) // 2 * 2
    top = min(under.origin[1], upper.origin[1]) // 2 * 2
    right = max(sprite.origin[0] + sprite.size[0] for sprite in (under, upper))
    bottom = max(sprite.origin[1] + sprite.size[1] for sprite in (under, upper))
    canvas = Canvas.blank(ceil((right - left) / 2) * 2, ceil((bottom - top) / 2) * 2, transparent=True)
    down = upper.density * upper.stretch
    onto = Pose(Affine(upper.density, 0.0, -left, 0.0, down, -top), 1.0)
    for sprite in (under, upper):
        paint_sprite(canvas, sprite, onto)
    return replace(canvas.sprite(), origin=(left, top), density=upper.density, stretch=upper.stretch)
