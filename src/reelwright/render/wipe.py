"""Wipes: which part of a layer has come into view."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.render.planes import Plane
from reelwright.timeline.resolved import Wiping

Region = tuple[int, int, int, int]
"""Left, top, right, bottom on the canvas; even numbers."""

Bounds = tuple[float, float, float, float]
_Ways = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Wipe:
    """Show ``progress`` of the layer. ``greys`` is the picture of a luma wipe; it does not count in comparisons."""

    progress: float
    wiping: Wiping = field(default_factory=Wiping)
    greys: Plane | None = field(default=None, compare=False, repr=False)

    def mask(self, bounds: Bounds, region: Region) -> Plane:
        """255 where the wipe has passed, 0 where it has not, over ``region``; it runs over the layer's ``bounds``."""
        ways = {"edge": self._edge, "iris": self._iris, "clock": self._clock, "luma": self._luma}[self.wiping.kind]
        soft = max(self.wiping.softness, 1e-3)
        way = np.clip(ways(bounds, region), 0, 1)
        if self.wiping.is_reversed and self.wiping.kind != "edge":
            way = 1 - way
        reached = self.progress * (1 + soft)
        mask = np.asarray(np.clip((reached - way) / soft, 0, 1) * 255 + 0.5, np.uint8)
        return np.ascontiguousarray(np.broadcast_to(mask, (region[3] - region[1], region[2] - region[0])))

    def _edge(self, bounds: Bounds, region: Region) -> _Ways:
        x, y = _places(bounds, region)
        dx, dy = self.wiping.towards
        across = x if dx > 0 else 1 - x
        down = y if dy > 0 else 1 - y
        return np.asarray((across + down) / 2 if dx and dy else across if dx else down, np.float32)

    def _iris(self, bounds: Bounds, region: Region) -> _Ways:
        """From the middle to the corners, round in pixels."""
        x, y = _places(bounds, region)
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        return np.asarray(np.hypot((x - 0.5) * width, (y - 0.5) * height) / (hypot(width, height) / 2), np.float32)

    def _clock(self, bounds: Bounds, region: Region) -> _Ways:
        """From twelve o'clock round."""
        x, y = _places(bounds, region)
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        turn = np.arctan2((x - 0.5) * width, (0.5 - y) * height) / (2 * np.pi)
        return np.asarray(turn % 1.0, np.float32)

    def _luma(self, bounds: Bounds, region: Region) -> _Ways:
        """By the greys of the picture, stretched over the layer."""
        assert self.greys is not None
        x, y = _places(bounds, region)
        height, width = self.greys.shape
        xs = np.broadcast_to(x * width - 0.5, (y.shape[0], x.shape[1])).astype(np.float32)
        ys = np.broadcast_to(y * height - 0.5, (y.shape[0], x.shape[1])).astype(np.float32)
        found = cv2.remap(self.greys, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found, np.float32) / 255


def _places(bounds: Bounds, region: Region) -> tuple[_Ways, _Ways]:
    """Where the pixels of the region lie in the bounds, 0 to 1: across (1, width) and down (height, 1)."""
    left, top, right, bottom = region
    x = (np.arange(left, right, dtype=np.float32) + 0.5 - bounds[0]) / max(bounds[2] - bounds[0], 1e-6)
    y = (np.arange(top, bottom, dtype=np.float32) + 0.5 - bounds[1]) / max(bounds[3] - bounds[1], 1e-6)
    return x[None, :], y[:, None]
