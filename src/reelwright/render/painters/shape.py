"""Shapes: an outline, filled with a colour or a gradient, with a line along it, soft if wanted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import skia

from reelwright.render.affine import Affine
from reelwright.render.painters.gradient import gradient_shader, gradient_sprite, radius_of
from reelwright.render.painters.shape_path import path_of
from reelwright.render.painters.sprited import Easel, paint_sprite, skia_color
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, is_upright, largest_scale, resting_place
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import GradientFill, Shape, StrokeLine
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.units.color import Color

_MOST_PIXELS = 24_000_000
_GLOW_PIXELS = 400
_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}


class ShapePainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Shape, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        density = largest_scale(layer) * stage.zoom
        # A soft shape has no detail to lose: half the density for every 4 pixels of blur, down to an eighth.
        density *= max(0.125, min(1.0, 4 / content.blur)) if content.blur > 4 else 1.0
        self._path = path_of(content, layer.pointer)
        margin = self.overflow
        area = (content.box[0] + 2 * margin) * (content.box[1] + 2 * margin) * density**2
        self._density = density * min(1.0, (_MOST_PIXELS / area) ** 0.5)
        resting = resting_place(layer, content.box) if is_upright(layer) and self._density == 1.0 else None
        self._phase = resting and (resting[0] % 2, resting[1] % 2)
        self._key = ("shape", content, self._density, self._phase)
        self._is_soft = self._density == 1.0 and _is_large_glow(content)

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def overflow(self) -> float:
        """A rectangle's line lies inside it; the line of other shapes lies on their outline, which may leave the box."""
        content = self._content
        if content.outline is None:
            return 3 * content.blur
        bounds, (width, height) = self._path.getBounds(), content.box
        beyond = max(-bounds.left(), -bounds.top(), bounds.right() - width, bounds.bottom() - height, 0.0)
        line = content.border.width * (1.0 if content.border.join == "round" else 2.0) if content.border else 0.0
        return min(beyond + line, 2 * max(width, height)) + 3 * content.blur

    @property
    def is_opaque(self) -> bool:
        content = self._content
        colors = [content.fill] if isinstance(content.fill, Color) else [color for _, color in content.fill.stops]
        plain = content.outline is None and not content.corner_radius and not content.blur
        return plain and all(color.is_opaque for color in colors)

    @property
    def identity(self) -> Hashable:
        return self._key

    def settled(self, pose: Pose) -> Pose:
        return replace(pose, placing=_on_even_pixels(pose.placing)) if self._is_soft else pose

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        paint_sprite(canvas, self._stage.sprites.get(self._key, self._draw), pose)

    def _draw(self) -> Sprite:
        content = self._content
        width, height = content.box
        if isinstance(content.fill, GradientFill) and _is_plain(content):
            return gradient_sprite(content.fill, content.box, self._density)
        margin = self.overflow
        easel = Easel((-margin, -margin, width + margin, height + margin), self._density, self._phase)
        paint = skia.Paint(AntiAlias=True)
        if isinstance(content.fill, Color):
            paint.setColor(skia_color(content.fill))
        else:
            paint.setShader(gradient_shader(content.fill, content.box))
        if content.blur:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, content.blur))
        if content.outline is None or content.outline.kind != "line":
            easel.canvas.drawPath(self._path, paint)
        if content.border or (content.outline and content.outline.kind == "line"):
            self._stroke(easel.canvas, content.border or StrokeLine(_first_color(content), 2.0))
        return easel.sprite()

    def _stroke(self, canvas: skia.Canvas, line: StrokeLine) -> None:
        content = self._content
        stroke = skia.Paint(
            AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=line.width, Color=skia_color(line.color),
            StrokeCap=_CAPS[line.cap], StrokeJoin=_JOINS[line.join],
        )  # fmt: skip
        effects: list[skia.PathEffect] = []
        if content.drawn < 1:
            effects.append(skia.TrimPathEffect.Make(0.0, content.drawn))
        if line.dash and sum(line.dash) > 0:
            lengths = [*line.dash, *(line.dash if len(line.dash) % 2 else ())]
            effects.append(skia.DashPathEffect.Make(lengths, 0.0))
        if effects:
            stroke.setPathEffect(
                effects[0] if len(effects) == 1 else skia.PathEffect.MakeCompose(effects[1], effects[0])
            )
        if content.blur:
            stroke.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, content.blur))
        if content.drawn <= 0:
            return
        canvas.drawPath(self._inset(line.width / 2) if content.outline is None else self._path, stroke)

    def _inset(self, by: float) -> skia.Path:
        """A rectangle's outline moved inwards, so that its line lies inside."""
        width, height = self._content.box
        radius = max(0.0, self._content.corner_radius - by)
        path = skia.Path()
        path.addRRect(
            skia.RRect.MakeRectXY(skia.Rect(by, by, max(by, width - by), max(by, height - by)), radius, radius)
        )
        return path


def _is_plain(content: Shape) -> bool:
    return not (content.corner_radius or content.border or content.blur or content.outline)


def _first_color(content: Shape) -> Color:
    return content.fill if isinstance(content.fill, Color) else content.fill.stops[0][1]


def _is_large_glow(shape: Shape) -> bool:
    """Whether a shape is a wide radial gradient that fades to nothing: it has no edge on which a pixel could be seen."""
    fill = shape.fill
    if (
        not _is_plain(shape)
        or not isinstance(fill, GradientFill)
        or fill.kind != "radial"
        or fill.stops[-1][1].alpha > 0
    ):
        return False
    return min(shape.box) >= _GLOW_PIXELS and radius_of(fill, shape.box) <= min(shape.box) / 2


def _on_even_pixels(placing: Affine) -> Affine:
    """The same place on the canvas's even pixels, where a sprite is copied instead of interpolated, and while it drifts
    slowly most frames are like the one before."""
    return replace(placing, c=round(placing.c / 2) * 2, f=round(placing.f / 2) * 2)
