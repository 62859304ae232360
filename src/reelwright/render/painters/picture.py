"""Still pictures: read once, cropped and resized once to the size they are needed at, then only moved."""

from __future__ import annotations

from collections.abc import Hashable
from math import ceil

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.media.picture_read import read_picture
from reelwright.render.camera import camera_at, closest
from reelwright.render.fitting import fit_into
from reelwright.render.painters.framed import paint_framed
from reelwright.render.planes import Canvas, Sprite, sprite_of_rgba
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Picture
from reelwright.timeline.resolved import ResolvedLayer

_MOST_PIXELS = 24_000_000
"""Pixels a prepared picture may have; one shown larger is kept at this and enlarged while drawing."""


class PicturePainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Picture, stage: Stage) -> None:
        facts = stage.facts_of(content.source)
        self._content = content
        self._stage = stage
        self._fitted = fit_into((facts.width, facts.height), content.box, content.fit, content.focus)
        self._density = largest_scale(layer) * closest(content.motion) * stage.zoom
        self._key = ("picture", content.source, content.box, content.fit, content.focus, round(self._density, 6))

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return self._fitted.place == (0, 0, *self.box) and self._sprite().alpha is None

    @property
    def identity(self) -> Hashable:
        return self._key

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._content.source,)

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        is_whole = self._content.motion is None and self._fitted.place == (0, 0, *self.box)
        return self._sprite() if is_whole else None

    def seen(self, local: int) -> Hashable:
        motion = self._content.motion
        return None if motion is None else camera_at(motion, self.box, local)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        motion = self._content.motion
        paint_framed(canvas, self._sprite(), self._fitted.place, pose, motion and (motion, local))

    def _sprite(self) -> Sprite:
        return self._stage.sprites.get(self._key, self._prepare)

    def _prepare(self) -> Sprite:
        picture = read_picture(self._stage.path_of(self._content.source))
        left, top, width, height = self._fitted.crop
        x0, y0 = int(left), int(top)
        x1, y1 = max(x0 + 1, ceil(left + width - 1e-6)), max(y0 + 1, ceil(top + height - 1e-6))
        picture = picture[y0:y1, x0:x1]
        enlarge = [factor * self._density for factor in self._fitted.enlargement]
        wanted = (width * enlarge[0]) * (height * enlarge[1])
        shrink = min(1.0, (_MOST_PIXELS / wanted) ** 0.5)
        size = (max(1, round(width * enlarge[0] * shrink)), max(1, round(height * enlarge[1] * shrink)))
        size = (size[0] + size[0] % 2, size[1] + size[1] % 2)
        return sprite_of_rgba(_resized(_premultiplied(picture), size))


def _premultiplied(bgra: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    rgba = np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), np.uint8)
    alpha = rgba[..., 3]
    if not (alpha == 255).all():
        for channel in range(3):
            rgba[..., channel] = cv2.multiply(rgba[..., channel], alpha, scale=1 / 255)
    return rgba


def _resized(rgba: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    height, width = rgba.shape[:2]
    if (width, height) == size:
        return rgba
    smaller = size[0] * size[1] < width * height
    resized = cv2.resize(rgba, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    if not smaller:  # cubic overshoot may leave a colour above its alpha
        resized = np.minimum(resized, resized[..., 3:])
    return np.asarray(resized, np.uint8)
