"""A layer seen only where another layer is."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import cv2
import numpy as np

from reelwright.render.affine import Affine
from reelwright.render.compositor import Placard
from reelwright.render.draw import draw_sprite
from reelwright.render.planes import Canvas, Plane
from reelwright.render.pose import Pose
from reelwright.render.rgb import straight
from reelwright.render.stage import Painter, PlainPainter, Readers, Stage
from reelwright.render.treatment.cutout import masked
from reelwright.timeline.resolved import ResolvedLayer, ResolvedMatte


class MattedPainter(PlainPainter):
    """Wraps a painter; ``matte`` is the other layer with its painter."""

    def __init__(self, layer: ResolvedLayer, inner: Painter, matte: Placard, stage: Stage) -> None:
        assert layer.matte is not None
        self._rule: ResolvedMatte = layer.matte
        self._start = layer.start_frame
        self._inner = inner
        self._matte = matte
        self._stage = stage

    @property
    def box(self) -> tuple[float, float]:
        return self._inner.box

    def box_at(self, local: int) -> tuple[float, float]:
        return self._inner.box_at(local)

    @property
    def overflow(self) -> float:
        return self._inner.overflow

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        rule = (self._rule.mode, self._rule.inverted)
        return ("matted", rule, self._inner.identity, self._matte.painter.identity)

    @property
    def fonts(self) -> str:
        return self._inner.fonts + self._matte.painter.fonts

    @property
    def sources(self) -> tuple[str, ...]:
        return (*self._inner.sources, *self._matte.painter.sources, *sorted(self._matte.greys))

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return self._inner.reader_keys | self._matte.painter.reader_keys

    def seen(self, local: int) -> Hashable:
        pose = self._matte_pose(local)
        other = local + self._start - self._matte.layer.start_frame
        return self._inner.seen(local), pose, pose and self._matte.painter.seen(other)

    def look(self, local: int, readers: Readers) -> Hashable:
        pose = self._matte_pose(local)
        other = local + self._start - self._matte.layer.start_frame
        return self._inner.look(local, readers), pose, pose and self._matte.painter.look(other, readers)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        group = Canvas.blank(*canvas.size, transparent=True)
        self._inner.paint(group, replace(pose, opacity=1.0, blend="normal"), local, readers)
        shown = masked(group.sprite(), self._mask(canvas, local, readers))
        draw_sprite(canvas, shown, Affine.scaling(1.0), pose.opacity, (), pose.blend)

    def _matte_pose(self, local: int) -> Pose | None:
        frame, layer = local + self._start, self._matte.layer
        return self._matte.pose_at(frame, self._stage.zoom) if layer.start_frame <= frame < layer.end_frame else None

    def _mask(self, canvas: Canvas, local: int, readers: Readers) -> Plane:
        pose = self._matte_pose(local)
        mask = np.zeros_like(canvas.y)
        if pose is not None and pose.opacity > 0 and not any(wipe.progress <= 0 for wipe in pose.wipes):
            group = Canvas.blank(*canvas.size, transparent=True)
            self._matte.painter.paint(group, pose, local + self._start - self._matte.layer.start_frame, readers)
            assert group.alpha is not None
            mask = group.alpha if self._rule.mode == "alpha" else _brightness(group.y, group.alpha)
        return np.asarray(cv2.bitwise_not(mask), np.uint8) if self._rule.inverted else mask


def _brightness(y: Plane, alpha: Plane) -> Plane:
    """Luma from 0 to 255, times alpha."""
    full = (straight(y, alpha).astype(np.float32) - 16) * (255 / 219)
    return np.asarray(np.clip(full, 0, 255) * (alpha.astype(np.float32) / 255) + 0.5, np.uint8)
