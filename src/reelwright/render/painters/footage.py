"""Footage: the exact source frame for every output frame, scaled by the decoder to the size it is shown at."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import ceil

from reelwright.media.video_read import YuvPicture
from reelwright.render.camera import camera_at, closest
from reelwright.render.fitting import fit_into
from reelwright.render.painters.framed import paint_framed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Footage
from reelwright.timeline.resolved import ResolvedLayer


class FootagePainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Footage, stage: Stage) -> None:
        facts = stage.facts_of(content.source)
        self._content = content
        self._stage = stage
        self._layer_id = layer.id
        self._fitted = fit_into((facts.width, facts.height), content.box, content.fit, content.focus)
        self._grown = largest_scale(layer) * closest(content.motion) * stage.zoom
        self._decoded = self._decoded_size(layer, (facts.width, facts.height))

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return self._fitted.place == (0, 0, *self.box)

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._content.source,)

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return frozenset([self._reader_key])

    @property
    def _reader_key(self) -> Hashable:
        return (self._layer_id, self._content.source, self._decoded)

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        is_whole = self._content.motion is None and self.is_opaque
        return self._cropped(self._picture(local, readers)) if is_whole else None

    @property
    def identity(self) -> Hashable:
        return ("footage", self._content.box, self._content.fit, self._content.focus, self._decoded)

    def seen(self, local: int) -> tuple[Fraction, Hashable]:
        motion = self._content.motion
        camera = None if motion is None else camera_at(motion, self.box, local)
        return self._content.window.source_time(Fraction(local) / self._stage.fps), camera

    def look(self, local: int, readers: Readers) -> Hashable:
        return _Same(self._picture(local, readers)), self.seen(local)[1]

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        motion = self._content.motion
        sprite = self._cropped(self._picture(local, readers))
        paint_framed(canvas, sprite, self._fitted.place, pose, motion and (motion, local))

    def _picture(self, local: int, readers: Readers) -> YuvPicture:
        source = self._content.source
        reader = readers.get(self._reader_key, self._stage.path_of(source), self._decoded)
        return reader.picture_at(self._content.window.source_time(Fraction(local) / self._stage.fps))

    def _decoded_size(self, layer: ResolvedLayer, natural: tuple[int, int]) -> tuple[int, int]:
        """The whole frame at the size that makes its visible part fit; a growing layer is never decoded above its own size."""
        if layer.changing:  # the box changes: one decoder serves all its sizes
            return max(2, ceil(natural[0] / 2) * 2), max(2, ceil(natural[1] / 2) * 2)
        grows = self._grown
        across, down = (factor * grows for factor in self._fitted.enlargement)
        if grows > 1:
            across, down = min(across, 1.0), min(down, 1.0)
        sizes = (natural[0] * across, natural[1] * down)
        return max(2, ceil(sizes[0] / 2 - 1e-6) * 2), max(2, ceil(sizes[1] / 2 - 1e-6) * 2)

    def _cropped(self, picture: YuvPicture) -> Sprite:
        """The visible part, on even pixels."""
        left, top, width, height = self._fitted.crop
        facts = self._stage.facts_of(self._content.source)
        across, down = picture.y.shape[1] / facts.width, picture.y.shape[0] / facts.height
        x, y = round(left * across / 2) * 2, round(top * down / 2) * 2
        w = min(max(2, round(width * across / 2) * 2), (picture.y.shape[1] - x) // 2 * 2)
        h = min(max(2, round(height * down / 2) * 2), (picture.y.shape[0] - y) // 2 * 2)
        w, h = (
            _snapped(part, side * self._grown)
            for part, side in ((w, self._fitted.place[2]), (h, self._fitted.place[3]))
        )
        half = (slice(y // 2, (y + h) // 2), slice(x // 2, (x + w) // 2))
        return Sprite(picture.y[y : y + h, x : x + w], picture.u[half], picture.v[half], None, None)


def _snapped(part: int, shown: float) -> int:
    """A side of the visible part, cut by up to two pixels where that saves resampling all of it."""
    even = round(shown / 2) * 2
    return even if abs(shown - even) < 1e-6 and 0 < part - even <= 2 else part


class _Same:
    """Equal to another only when both hold the very same picture. Holding it keeps its identity from being re-used."""

    __slots__ = ("_picture",)

    def __init__(self, picture: YuvPicture) -> None:
        self._picture = picture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._picture is self._picture

    def __hash__(self) -> int:
        return id(self._picture)
