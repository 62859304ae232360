"""Which pixels a drawing touches."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import skia

from reelwright.typesetting.boxes import NOWHERE, Box

MAX_PIXELS = 16 * 1024 * 1024
MAX_TRIES = 4


def ink_of(draw: Callable[[skia.Canvas], None], area: Box, margin_px: float) -> Box:
    """The box of the pixels with any coverage, drawn on an empty plane around ``area``; NOWHERE when there is none.

    The plane is ``area`` with a margin, which doubles while ink touches its edge. Very large planes are measured at a
    smaller scale, and the box is then right to one pixel of that scale.
    """
    found = NOWHERE
    for _ in range(MAX_TRIES):
        left, top = math.floor(area.x0 - margin_px), math.floor(area.y0 - margin_px)
        width, height = math.ceil(area.x1 + margin_px) - left, math.ceil(area.y1 + margin_px) - top
        scale = min(1.0, math.sqrt(MAX_PIXELS / (width * height)))
        plane = np.zeros((max(1, math.ceil(height * scale)), max(1, math.ceil(width * scale))), np.uint8)
        canvas = skia.Canvas(plane, colorType=skia.kAlpha_8_ColorType, alphaType=skia.kPremul_AlphaType)
        canvas.scale(scale, scale)
        canvas.translate(-left, -top)
        draw(canvas)
        rows, columns = np.flatnonzero(plane.any(axis=1)), np.flatnonzero(plane.any(axis=0))
        if not rows.size:
            return NOWHERE
        inside = rows[0] > 0 and columns[0] > 0 and rows[-1] < plane.shape[0] - 1 and columns[-1] < plane.shape[1] - 1
        found = Box(
            float(columns[0] / scale + left),
            float(rows[0] / scale + top),
            float((columns[-1] + 1) / scale + left),
            float((rows[-1] + 1) / scale + top),
        )
        if inside:
            break
        margin_px *= 2
    return found
