"""Whether words can be read on what they lie on: contrast as WCAG 2.2 defines it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.units.color import parse_color

Bgr = npt.NDArray[np.uint8]
_SEEN = 28
"""Difference in code values from which on a pixel belongs to the words."""
_WORST = 0.95
"""Part of the ground that must be as good as what is told: single bright pixels do not hide a letter."""


def contrast(one: str, other: str) -> float:
    """Of two opaque colours, 1 to 21."""
    lights = sorted((_light(one), _light(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def contrast_on(color: str, words: Bgr, bare: Bgr) -> float:
    """Of words in a colour to the picture below and around them: ``words`` is the picture with them, ``bare`` without.

    21 when there are no words to be seen.
    """
    mask = (np.abs(words.astype(np.int16) - bare.astype(np.int16)).max(axis=2) > _SEEN).astype(np.uint8)
    if not mask.any():
        return 21.0
    reach = max(3, round(min(mask.shape) * 0.012)) | 1
    near = cv2.dilate(mask, np.ones((reach, reach), np.uint8)) > 0
    ground = _lights(bare[near])
    ink = _light(color)
    ratios = (np.maximum(ground, ink) + 0.05) / (np.minimum(ground, ink) + 0.05)
    return float(np.quantile(ratios, 1 - _WORST))


def _light(color: str) -> float:
    found = parse_color(color)
    return float(_lights(np.array([[found.blue, found.green, found.red]]))[0])


def _lights(bgr: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """Relative luminance of (n, 3) blue, green, red code values (sRGB, IEC 61966-2-1)."""
    values = np.asarray(bgr, np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.0722, 0.7152, 0.2126])
