"""Colour look-up tables on sprites."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.media.lut import LookUpTable
from reelwright.render.planes import Sprite
from reelwright.render.rgb import planes_of, rgb_of, straight, times


def looked_up(sprite: Sprite, table: LookUpTable, strength: float) -> Sprite:
    """The sprite with the table's colours, mixed in by ``strength`` (0 to 1)."""
    y, u, v = sprite.y, sprite.u, sprite.v
    if sprite.alpha is not None and sprite.chroma_alpha is not None:
        y, u, v = straight(y, sprite.alpha), straight(u, sprite.chroma_alpha), straight(v, sprite.chroma_alpha)
    before = rgb_of(y, u, v)
    after = table.apply(np.asarray(before, np.uint8))
    if strength < 1:
        after = np.asarray(cv2.addWeighted(after, strength, before, 1 - strength, 0), np.uint8)
    y, u, v = planes_of(after)
    if sprite.alpha is not None and sprite.chroma_alpha is not None:
        y, u, v = times(y, sprite.alpha), times(u, sprite.chroma_alpha), times(v, sprite.chroma_alpha)
    return Sprite(y, u, v, sprite.alpha, sprite.chroma_alpha, sprite.origin, sprite.density, sprite.stretch)
