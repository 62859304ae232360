"""Which part of a face is exchanged when its mouth speaks something else, and how the new part is fitted in."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.media.picture_patch import Rect, Weights, bgr_part, patched, planes_of
from reelwright.media.yuv_picture import YuvPicture

_MIDDLE, _HALF_HEIGHT, _HALF_WIDTH = 0.765, 0.235, 0.92
"""Of the mouth region: in parts of the face's height, and of half its width. It begins below the middle, as the model's own does, and
ends just above the chin's edge."""
_POWER = 2.5
"""Of the superellipse: rounder than a rectangle, fuller than an ellipse."""
_FEATHER = 0.45
"""Of the way from the edge to the middle."""


@lru_cache(maxsize=256)
def mouth_mask(width: int, height: int) -> Weights:
    """(height, width) of a face's box, 0 to 1; 0 in its upper half and along its edges."""
    across = np.abs((np.arange(width) + 0.5) / width * 2 - 1) / _HALF_WIDTH
    down = np.abs((np.arange(height) + 0.5) / height - _MIDDLE) / _HALF_HEIGHT
    inside = 1 - (across[None, :] ** _POWER + down[:, None] ** _POWER)
    ramp = np.clip(inside / _FEATHER, 0, 1)
    mask = (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)
    mask.setflags(write=False)
    return mask


def with_mouth(picture: YuvPicture, rect: Rect, face: npt.NDArray[np.uint8], weight: float) -> YuvPicture:
    """The picture with the mouth of ``face`` (height, width, 3; blue, green, red; any size) in the face's ``rect``.

    Its colours are brought to those around the mouth; ``weight`` 0 to 1 is how much of it is shown.
    """
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    mask = mouth_mask(width, height)
    fresh = cv2.resize(face, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    rim = mask * (1 - mask)
    total = float(rim.sum())
    if total > 0:
        old = bgr_part(picture, rect).astype(np.float32)
        fresh += ((old - fresh) * rim[..., None]).sum(axis=(0, 1)) / total
    new = planes_of(np.clip(np.rint(fresh), 0, 255).astype(np.uint8))
    return patched(picture, rect, new, mask * np.float32(weight))
