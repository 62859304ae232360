"""Balanced lines: no more of them than needed, and none much shorter than the others."""

from __future__ import annotations

import math

from reelwright.typesetting.shaping import Shaper

PRECISION_PX = 0.5


def balanced_width(shaper: Shaper, width_px: float) -> float:
    """The narrowest width, to half a pixel, at which the text takes no more lines than at ``width_px``.

    No word that is whole at ``width_px`` is broken.
    """
    lines = shaper.line_count(width_px)
    narrow, wide = shaper.longest_word_px, width_px
    whole = float(math.ceil(narrow))
    if lines < 2 or whole > width_px:
        return width_px
    while wide - narrow > PRECISION_PX:
        middle = (narrow + wide) / 2
        if shaper.line_count(middle) <= lines:
            wide = middle
        else:
            narrow = middle
    return max(wide, whole)
