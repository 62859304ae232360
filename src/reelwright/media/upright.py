"""How a frame is turned so that it stands upright: phones store what the sensor sees and say how they were held."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Turn:
    """Rows and columns change places first (``swaps``), then the picture is mirrored left to right, then top to bottom."""

    swaps: bool = False
    mirrors_x: bool = False
    mirrors_y: bool = False

    @property
    def degrees(self) -> int:
        """Degrees clockwise; a mirrored picture counts as its unmirrored likeness turned."""
        if self.swaps:
            return 90 if self.mirrors_x else 270
        return 180 if self.mirrors_y else 0

    def shown(self, size: tuple[int, int]) -> tuple[int, int]:
        """A size as shown, for one as stored, and the other way round."""
        return (size[1], size[0]) if self.swaps else size

    def applied(self, plane: Plane) -> Plane:
        turned = cv2.transpose(plane) if self.swaps else plane
        if self.mirrors_x or self.mirrors_y:
            code = -1 if self.mirrors_x and self.mirrors_y else 1 if self.mirrors_x else 0
            turned = cv2.flip(turned, code)
        return np.asarray(turned, np.uint8)


def turn_of(frame: Any) -> Turn:
    """By the frame's display matrix: (a, b, u, c, d, v, x, y, w) takes a stored point (p, q) to (ap + cq, bp + dq).

    Angles between quarter turns count as the nearest.
    """
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None or len(bytes(data)) < 36:
        return Turn()
    a, b, _, c, d = struct.unpack("=5i", bytes(data)[:20])
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Turn(False, a < 0, d < 0)
    return Turn(True, c < 0, b < 0)
