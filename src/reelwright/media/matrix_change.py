"""From the colour matrix of standard definition to that of high definition, without leaving YUV."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]


def _weights(kr: float, kb: float) -> npt.NDArray[np.float64]:
    """RGB to Y, Cb, Cr of luma weights ``kr`` and ``kb`` (ITU-R BT.601 and BT.709, limited range)."""
    kg = 1 - kr - kb
    luma = np.array([kr, kg, kb]) * 219
    blue = np.array([-kr, -kg, 1 - kb]) / (2 - 2 * kb) * 224
    red = np.array([1 - kr, -kg, -kb]) / (2 - 2 * kr) * 224
    return np.stack([luma, blue, red])


_CHANGE = _weights(0.2126, 0.0722) @ np.linalg.inv(_weights(0.299, 0.114))
"""From BT.601 to BT.709. Greys stay greys: the first column is (1, 0, 0), so luma only gains a sum of the two chromas."""


def high_definition(y: Plane, u: Plane, v: Plane) -> tuple[Plane, Plane, Plane]:
    """BT.601 planes (4:2:0, limited range) as BT.709, to within one step."""
    (_, yu, yv), (_, uu, uv), (_, vu, vv) = _CHANGE.tolist()
    gain = cv2.addWeighted(u, yu, v, yv, 128 * (1 - yu - yv))
    wide = cv2.resize(gain, (y.shape[1], y.shape[0]), interpolation=cv2.INTER_LINEAR)
    luma = cv2.addWeighted(y, 1.0, wide, 1.0, -128)
    blue = cv2.addWeighted(u, uu, v, uv, 128 * (1 - uu - uv))
    red = cv2.addWeighted(u, vu, v, vv, 128 * (1 - vu - vv))
    return np.asarray(luma, np.uint8), np.asarray(blue, np.uint8), np.asarray(red, np.uint8)
