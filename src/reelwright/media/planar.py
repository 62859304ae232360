"""A finished frame as the encoders get it, and making it smaller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]


class Planar(Protocol):
    """8-bit 4:2:0, BT.709, limited range, chroma sited left. May have ``alpha`` (full size) and ``chroma_alpha`` (half) too: the
    planes are then premultiplied, offsets riding on alpha."""

    @property
    def y(self) -> Plane: ...
    @property
    def u(self) -> Plane: ...
    @property
    def v(self) -> Plane: ...


@dataclass(frozen=True, slots=True)
class PlanarFrame:
    y: Plane
    u: Plane
    v: Plane
    alpha: Plane | None = None
    chroma_alpha: Plane | None = None


def alpha_of(picture: Planar) -> tuple[Plane, Plane] | None:
    """Both alpha planes of a picture; ``None`` when it is opaque."""
    alpha, chroma = getattr(picture, "alpha", None), getattr(picture, "chroma_alpha", None)
    return None if alpha is None or chroma is None else (alpha, chroma)


def scaled_down(picture: Planar, size: tuple[int, int]) -> PlanarFrame:
    """The picture at a smaller (width, height), each new pixel the mean of the area it covers. Alpha stays premultiplied."""
    alphas = alpha_of(picture)
    half = (size[0] // 2, size[1] // 2)
    ratio = picture.y.shape[1] / size[0]
    alpha, chroma_alpha = alphas if alphas else (None, None)
    return PlanarFrame(
        _area(picture.y, size), _chroma(picture.u, half, ratio), _chroma(picture.v, half, ratio),
        None if alpha is None else _area(alpha, size),
        None if chroma_alpha is None else _chroma(chroma_alpha, half, ratio),
    )  # fmt: skip


def _area(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _chroma(plane: Plane, size: tuple[int, int], ratio: float) -> Plane:
    """Chroma sits a quarter of its own pixel left of the middle, before and after: the areas lie (ratio - 1) / 4 further left."""
    shift = (ratio - 1) / 4
    whole = int(shift)
    if shift > 0:
        columns = np.maximum(np.arange(plane.shape[1]) - whole, 0)
        near, far = plane[:, columns], plane[:, np.maximum(columns - 1, 0)]
        plane = np.asarray(cv2.addWeighted(near, 1 - (shift - whole), far, shift - whole, 0), np.uint8)
    return _area(plane, size)
