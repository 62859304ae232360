"""Lottie animations: each of their frames drawn at the size it is shown at."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import ceil
from threading import Lock

import numpy as np

from reelwright.media.lottie_read import LottieFile
from reelwright.render.fitting import fit_into
from reelwright.render.painters.framed import paint_framed
from reelwright.render.planes import Canvas, Sprite, sprite_of_rgba
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Animation
from reelwright.timeline.resolved import ResolvedLayer

_MOST_SIDE = 4096


class AnimationPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Animation, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        self._file = LottieFile(stage.path_of(content.source))
        self._drawing = Lock()
        self._fitted = fit_into(self._file.size, content.box, content.fit)
        grown = min(largest_scale(layer), 4.0) * stage.zoom
        across, down = (factor * grown for factor in self._fitted.enlargement)
        width, height = self._file.size
        self._size = tuple(min(_MOST_SIDE, max(2, ceil(side / 2) * 2)) for side in (width * across, height * down))

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return ("lottie", self._content.box, self._content.fit, self._size)

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._content.source,)

    def seen(self, local: int) -> Hashable:
        seconds = self._content.window.source_time(Fraction(local) / self._stage.fps)
        return min(int(seconds * self._file.fps), self._file.frames - 1)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        frame = self.seen(local)
        key = (self.identity, self._content.source, frame)
        sprite = self._stage.sprites.get(key, lambda: self._draw(frame))  # type: ignore[arg-type]
        paint_framed(canvas, sprite, self._fitted.place, pose, None)

    def _draw(self, frame: int) -> Sprite:
        width, height = self._size
        with self._drawing:
            rgba = self._file.picture(frame, (width, height))
        left, top, crop_width, crop_height = self._fitted.crop
        across, down = width / self._file.size[0], height / self._file.size[1]
        x0, y0 = round(left * across), round(top * down)
        x1, y1 = round((left + crop_width) * across), round((top + crop_height) * down)
        return sprite_of_rgba(np.ascontiguousarray(rgba[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]))
