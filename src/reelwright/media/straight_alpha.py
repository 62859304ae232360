"""From premultiplied YUV planes to straight ones, as files with transparency want them.

Premultiplied here means every plane is multiplied by alpha with its offset: what is wholly transparent is 0, 0, 0, 0. Straight
planes hold the colour as if it were opaque.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]

_BLACK, _GREY = 16, 128


def straight(y: Plane, u: Plane, v: Plane, alpha: Plane, chroma_alpha: Plane) -> tuple[Plane, Plane, Plane]:
    """Planes divided by their alpha: ``y`` and ``alpha`` (height, width), the others half of it each way.

    Limited range is kept (rounding at low alpha would leave it), and what is wholly transparent becomes black.
    """
    luma = _divided(y, alpha, 16, 235, _BLACK)
    return luma, _divided(u, chroma_alpha, 16, 240, _GREY), _divided(v, chroma_alpha, 16, 240, _GREY)


def _divided(plane: Plane, alpha: Plane, least: int, most: int, nothing: int) -> Plane:
    whole = np.asarray(cv2.divide(plane, alpha, scale=255.0), np.uint8)
    np.clip(whole, least, most, out=whole)
    whole[alpha == 0] = nothing
    return whole
