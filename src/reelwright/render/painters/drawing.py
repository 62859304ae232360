"""SVG drawings: drawn once at the size they are needed at."""

from __future__ import annotations

import re
from collections.abc import Hashable

import skia

from reelwright.errors import MediaUnusable
from reelwright.render.fitting import fit_into
from reelwright.render.painters.sprited import Easel, paint_sprite, trimmed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Drawing
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.timeline.svg_size import svg_size

_MOST_PIXELS = 24_000_000
_OUTSIDE = re.compile(r"""(?:xlink:)?href\s*=\s*["'](?!#|data:image/)""", re.IGNORECASE)


class DrawingPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Drawing, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        area = content.box[0] * content.box[1]
        self._density = min(min(largest_scale(layer), 8.0) * stage.zoom, (_MOST_PIXELS / area) ** 0.5)
        self._natural = svg_size(content.svg, layer.pointer)
        self._dom = _parsed(content, layer.pointer)
        self._key = ("svg", content, self._density)

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return self._key

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        paint_sprite(canvas, self._stage.sprites.get(self._key, self._draw), pose)

    def _draw(self) -> Sprite:
        box = self.box
        easel = Easel((0, 0, *box), self._density, None)
        fitted = fit_into(self._natural, box, self._content.fit)
        across, down = fitted.enlargement
        easel.canvas.clipRect(skia.Rect(0, 0, *box))
        easel.canvas.translate(fitted.place[0] - fitted.crop[0] * across, fitted.place[1] - fitted.crop[1] * down)
        easel.canvas.scale(across, down)
        self._dom.setContainerSize(skia.Size(*self._natural))
        self._dom.render(easel.canvas)
        return trimmed(easel.sprite())


def _parsed(content: Drawing, pointer: str) -> skia.SVGDOM:
    svg = content.svg
    if _OUTSIDE.search(svg):
        raise MediaUnusable(
            "the drawing refers to another file, which is not read",
            hint="embed pictures in the drawing",
            pointer=pointer,
        )
    if content.color is not None:
        red, green, blue = content.color[:3]
        svg = re.sub(r"currentColor", f"#{red:02x}{green:02x}{blue:02x}", svg, flags=re.IGNORECASE)
    dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream(svg.encode()))
    if dom is None:
        raise MediaUnusable("the drawing is not valid SVG", hint="save it again as plain SVG", pointer=pointer)
    return dom
