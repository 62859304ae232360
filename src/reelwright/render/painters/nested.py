"""A timeline inside a layer: composed on a canvas of its own, then laid like a picture."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from reelwright.render.compositor import Compositor, Placard, visible
from reelwright.render.fitting import fit_into
from reelwright.render.painters.framed import paint_framed
from reelwright.render.planes import Canvas, Sprite, zoomed_size
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Nested
from reelwright.timeline.resolved import ResolvedLayer


class NestedPainter(PlainPainter):
    """``placards`` are the inner scene, made for ``zoom`` canvas pixels per inner pixel."""

    def __init__(
        self, layer: ResolvedLayer, content: Nested, stage: Stage, inside: tuple[Sequence[Placard], float]
    ) -> None:
        self._layer = layer
        self._content = content
        self._stage = stage
        self._placards, self._zoom = inside
        inner = content.timeline
        self._fitted = fit_into((inner.width, inner.height), content.box, content.fit)
        self._size = zoomed_size((inner.width, inner.height), self._zoom)

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return self._content.timeline.background.is_opaque and self._fitted.place == (0, 0, *self.box)

    @property
    def identity(self) -> Hashable:
        inner = self._content.timeline
        each = tuple(placard.painter.identity for placard in self._placards)
        return ("nested", self._content.box, self._content.fit, inner.background, self._size, each)

    @property
    def fonts(self) -> str:
        return "".join(placard.painter.fonts for placard in self._placards)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(source for p in self._placards for source in (*p.painter.sources, *sorted(p.greys)))

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return frozenset([self._key])

    @property
    def _key(self) -> Hashable:
        return ("nested", self._layer.pointer, self._layer.id, self._zoom)

    def seen(self, local: int) -> Hashable:
        frame = self._inner_frame(local)
        found: list[Hashable] = []
        for place, pose in visible(self._placards, self._size, frame, self._zoom):
            placard = self._placards[place]
            found.append((place, pose, placard.painter.seen(frame - placard.layer.start_frame)))
        return tuple(found)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        paint_framed(canvas, self._picture(local, readers), self._fitted.place, pose, None)

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        whole = self._fitted.place == (0, 0, *self.box) and self._fitted.crop[:2] == (0, 0)
        return self._picture(local, readers) if whole else None

    def _picture(self, local: int, readers: Readers) -> Sprite:
        scene = readers.scene(self._key, self._open)
        assert isinstance(scene, _Scene)
        return scene.at(self._inner_frame(local), self._fitted.crop, self._zoom)

    def _open(self) -> _Scene:
        background = self._content.timeline.background
        canvas = Canvas.blank(*self._size, transparent=not background.is_opaque)
        return _Scene(Compositor(self._placards, background, canvas, self._zoom), canvas)

    def _inner_frame(self, local: int) -> int:
        return self._content.inner_frame(Fraction(local) / self._stage.fps)


class _Scene:
    """One worker's inner scene, open."""

    def __init__(self, compositor: Compositor, canvas: Canvas) -> None:
        self._compositor = compositor
        self._canvas = canvas

    def close(self) -> None:
        self._compositor.close()

    def at(self, frame: int, crop: tuple[float, float, float, float], zoom: float) -> Sprite:
        """The inner frame, cut to ``crop`` (inner pixels) on even pixels."""
        self._compositor.build(frame)
        whole = self._canvas.sprite()
        left, top = (round(edge * zoom / 2) * 2 for edge in crop[:2])
        right, bottom = (round((crop[i] + crop[i + 2]) * zoom / 2) * 2 for i in (0, 1))
        full = (slice(top, max(bottom, top + 2)), slice(left, max(right, left + 2)))
        half = (slice(top // 2, max(bottom // 2, top // 2 + 1)), slice(left // 2, max(right // 2, left // 2 + 1)))
        alphas = (whole.alpha, whole.chroma_alpha)
        alpha, half_alpha = (
            (None, None) if alphas[0] is None or alphas[1] is None else (alphas[0][full], alphas[1][half])
        )
        return Sprite(whole.y[full], whole.u[half], whole.v[half], alpha, half_alpha)


def inner_zoom(layer: ResolvedLayer, content: Nested, stage: Stage) -> float:
    """How large the inner scene has to be drawn to be sharp where it is largest, up to twice its own size."""
    inner = content.timeline
    fitted = fit_into((inner.width, inner.height), content.box, content.fit)
    return min(max(fitted.enlargement) * largest_scale(layer) * stage.zoom, 2.0)
