"""The shadow a layer casts: its own alpha, blurred, moved and coloured."""

from __future__ import annotations

from math import ceil

import numpy as np

from reelwright.render.planes import Sprite, chroma_alpha_of, yuv_of
from reelwright.render.treatment.soften import blurred_plane, padded
from reelwright.timeline.looks import BoxShadow


def shadow_of(sprite: Sprite, shadow: BoxShadow) -> Sprite:
    """The shadow as a sprite of its own. As in CSS, the blur's deviation is half of ``shadow.blur``."""
    down = sprite.density * sprite.stretch
    sigma = shadow.blur / 2 * sprite.density
    wide = padded(sprite, ceil(3 * sigma))
    assert wide.alpha is not None
    strength = np.asarray(blurred_plane(wide.alpha, sigma).astype(np.float32) * shadow.color.alpha + 0.5, np.uint8)
    half = chroma_alpha_of(strength)
    y, u, v = yuv_of(shadow.color)
    planes = [
        np.asarray(plane.astype(np.float32) * (value / 255) + 0.5, np.uint8)
        for plane, value in ((strength, y), (half, u), (half, v))
    ]
    origin = (wide.origin[0] + shadow.x * sprite.density, wide.origin[1] + shadow.y * down)
    return Sprite(planes[0], planes[1], planes[2], strength, half, origin, sprite.density, sprite.stretch)
