"""Making a colour transparent by its chroma."""

from __future__ import annotations

import numpy as np

from reelwright.render.planes import Sprite, yuv_of
from reelwright.render.rgb import straight, times, widened
from reelwright.timeline.looks import Keying

_FULL = 255 * 2**0.5
"""Distance in the chroma plane that counts as 1."""


def keyed(sprite: Sprite, keying: Keying) -> Sprite:
    """The sprite without what has the key's chroma: opaque beyond similarity + smoothness, gone within similarity.

    What stays loses ``spill`` of its part of the key's hue.
    """
    key = np.array(yuv_of(keying.color)[1:], np.float32) - 128
    u, v = sprite.u, sprite.v
    if sprite.chroma_alpha is not None:
        u, v = straight(u, sprite.chroma_alpha), straight(v, sprite.chroma_alpha)
    du, dv = u.astype(np.float32) - 128, v.astype(np.float32) - 128
    distance = np.hypot(du - key[0], dv - key[1]) / np.float32(_FULL)
    # Similarity 1 would reach the opposite colour: as a fraction of the key's own distance from it.
    soft = max(keying.smoothness * 0.5, 1e-4)
    kept = np.clip((distance - keying.similarity * 0.5) / soft, 0, 1)
    length = float(np.hypot(*key))
    if keying.spill > 0 and length > 1:
        along = np.maximum((du * key[0] + dv * key[1]) / length, 0) * np.float32(keying.spill)
        du, dv = du - along * key[0] / length, dv - along * key[1] / length
    half = np.asarray(kept * 255 + 0.5, np.uint8)
    full = widened(half)
    y = sprite.y
    if sprite.alpha is not None and sprite.chroma_alpha is not None:
        y = straight(y, sprite.alpha)
        full, half = times(full, sprite.alpha), times(half, sprite.chroma_alpha)
    u, v = (np.asarray(np.clip(plane + 128.5, 0, 255), np.uint8) for plane in (du, dv))
    planes = (times(y, full), times(u, half), times(v, half), full, half)
    return Sprite(*planes, sprite.origin, sprite.density, sprite.stretch)
