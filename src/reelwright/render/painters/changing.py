"""A layer whose content itself is animated: its box, its colour, the part of it that is drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock

from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose
from reelwright.render.stage import Painter, PlainPainter, Readers
from reelwright.timeline.contents import Content, Lettering, Shape
from reelwright.timeline.resolved import Changing, ResolvedLayer
from reelwright.units.color import Color

_KEPT = 4


class ChangingPainter(PlainPainter):
    """Makes a painter for each state of the content, and keeps the latest."""

    def __init__(self, layer: ResolvedLayer, make: Callable[[Content], Painter]) -> None:
        assert layer.changing is not None
        self._layer = layer
        self._changing: Changing = layer.changing
        self._make = make
        self._painters: OrderedDict[Hashable, Painter] = OrderedDict()
        self._lock = Lock()

    @property
    def box(self) -> tuple[float, float]:
        return self._at(0).box

    def box_at(self, local: int) -> tuple[float, float]:
        return self._at(local).box

    @property
    def overflow(self) -> float:
        return max(self._at(local).overflow for local in (0, self._layer.end_frame - self._layer.start_frame - 1))

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return ("changing", type(self._layer.content).__name__, self._layer.look)

    @property
    def fonts(self) -> str:
        return self._at(0).fonts

    @property
    def sources(self) -> tuple[str, ...]:
        return self._at(0).sources

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return self._at(0).reader_keys

    def seen(self, local: int) -> Hashable:
        painter = self._at(local)
        return painter.identity, painter.seen(local)

    def look(self, local: int, readers: Readers) -> Hashable:
        painter = self._at(local)
        return painter.identity, painter.look(local, readers)

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        return self._at(local).bare(local, readers)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        self._at(local).paint(canvas, pose, local, readers)

    def _at(self, local: int) -> Painter:
        content = self._content(local)
        with self._lock:
            painter = self._painters.pop(content, None) or self._make(content)
            self._painters[content] = painter
            if len(self._painters) > _KEPT:
                self._painters.popitem(last=False)
        return painter

    def _content(self, local: int) -> Content:
        content, change = self._layer.content, self._changing
        if change.width or change.height:
            content = _resized(content, change, local)
        if change.color and isinstance(content, (Lettering, Shape)):
            red, green, blue = (min(255, max(0, round(curve.at(local)))) for curve in change.color[:3])
            color = Color(red, green, blue, min(1.0, max(0.0, change.color[3].at(local))))
            content = replace(content, color=color) if isinstance(content, Lettering) else replace(content, fill=color)
        if change.draw and isinstance(content, Shape):
            content = replace(content, drawn=min(1.0, max(0.0, change.draw.at(local))))
        return content


def _resized(content: Content, change: Changing, local: int) -> Content:
    width = None if change.width is None else max(1.0, change.width.at(local))
    height = None if change.height is None else max(1.0, change.height.at(local))
    if isinstance(content, Lettering):
        return replace(content, width=width or content.width, height=height or content.height)
    box = getattr(content, "box", None)
    if box is None:
        return content
    return replace(content, box=(width or box[0], height or box[1]))  # type: ignore[arg-type, call-arg]
