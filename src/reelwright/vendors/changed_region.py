"""What a vendor changed in a picture, without what its coding did to the rest."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.media.picture_patch import Weights, even_rect, part_of, patched
from reelwright.media.yuv_picture import YuvPicture

_LEAST, _SURE = 4.0, 10.0
"""Code values of luma (means over some pixels) from which on a difference counts as changed, and is wholly taken."""
_BLUR, _REACH = 0.004, 0.02
"""Of the picture's height: over which coding noise evens out, and how far around a change is taken, too."""


def with_changes(picture: YuvPicture, changed: YuvPicture, weight: float) -> YuvPicture:
    """The picture with what is different in ``changed`` (of its size), faded at the edges; all else stays bit for bit.

    Where both are nearly alike it does not matter which is shown, so an edge of the region is never seen.
    """
    mask = changed_mask(picture, changed)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return picture
    height, width = picture.y.shape
    rect = even_rect(columns[0] - 1, rows[0] - 1, columns[-1] + 2, rows[-1] + 2, (width, height))
    if rect is None:
        return picture
    x0, y0, x1, y1 = rect
    return patched(picture, rect, part_of(changed, rect), mask[y0:y1, x0:x1] * np.float32(weight))


def changed_mask(picture: YuvPicture, changed: YuvPicture) -> Weights:
    """(height, width), 0 to 1."""
    height = picture.y.shape[0]
    difference = changed.y.astype(np.float32) - picture.y.astype(np.float32)
    even = np.abs(cv2.GaussianBlur(difference, (0, 0), max(1.5, height * _BLUR)))
    reach = max(3, round(height * _REACH)) // 2 * 2 + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    wide = cv2.dilate(np.clip((even - _LEAST) / (_SURE - _LEAST), 0, 1), kernel)
    return np.asarray(cv2.blur(wide, (reach, reach)), np.float32).round(3)
