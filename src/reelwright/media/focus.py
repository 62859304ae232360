"""Where a picture draws the eye: faces, else what stands out of its surroundings."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.media.picture_read import read_picture
from reelwright.media.picture_write import bgr_of
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader

Gray = npt.NDArray[np.uint8]
Map = npt.NDArray[np.float64]
_SALIENCY_SIDE = 64
"""Hou & Zhang's own size: at a larger one, texture stands out instead of things."""
_FACE_SIDE = 640
_SMALLEST_FACE = 0.06
"""Of the picture's shorter side."""
_EVEN = 0.5
"""Deviation of code values below which there is nothing to see."""
_SUREST_NEIGHBOURS = 8
"""How many overlapping finds make a face: fewer lets shadows and text pass for one."""


def focus_of(path: Path) -> tuple[float, float]:
    """The point to keep in view, as parts of width and height from the top left; of a video, of a frame in its first third.

    Raises ``MediaUnusable`` for what holds no picture.
    """
    info = probe(path)
    if info.duration is None:
        pixels = cv2.cvtColor(read_picture(path), cv2.COLOR_BGRA2BGR)
    else:
        assert info.video is not None
        scale = min(1.0, _FACE_SIDE / max(info.video.width, info.video.height))
        reader = VideoReader(path, (max(2, round(info.video.width * scale)), max(2, round(info.video.height * scale))))
        try:
            picture = reader.picture_at(Fraction(info.duration) / 3)
            pixels = bgr_of((picture.y, picture.u, picture.v))
        finally:
            reader.close()
    return focus_in(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8))


def focus_in(gray: Gray) -> tuple[float, float]:
    """As ``focus_of``, of (height, width) luma."""
    faces = faces_in(gray)
    if faces:
        weights = np.array([width * height for _, _, width, height in faces])
        middles = np.array([(x + width / 2, y + height / 2) for x, y, width, height in faces])
        at = (middles * weights[:, None]).sum(axis=0) / weights.sum()
    else:
        at = _weighty_point(saliency(gray))
    return round(float(np.clip(at[0], 0, 1)), 3), round(float(np.clip(at[1], 0, 1)), 3)


def faces_in(gray: Gray) -> list[tuple[float, float, float, float]]:
    """(x, y, width, height) of faces seen from the front, as parts of the picture (Viola & Jones 2001, OpenCV's cascade)."""
    height, width = gray.shape
    scale = min(1.0, _FACE_SIDE / max(height, width))
    small = cv2.resize(
        gray, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    least = max(24, round(min(small.shape) * _SMALLEST_FACE))
    found = _cascade().detectMultiScale(small, 1.1, _SUREST_NEIGHBOURS, minSize=(least, least))
    rows, columns = small.shape
    return [(x / columns, y / rows, w / columns, h / rows) for x, y, w, h in np.asarray(found).reshape(-1, 4).tolist()]


def saliency(gray: Gray) -> Map:
    """(rows, columns), 0 to 1, longer side 64: the spectral residual of Hou & Zhang (CVPR 2007).

    What a smooth spectrum does not explain is what the eye goes to: the log amplitude less its 3x3 mean, put back with the
    picture's own phase.
    """
    height, width = gray.shape
    scale = _SALIENCY_SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    if small.std() < _EVEN:
        return np.zeros(small.shape)
    spectrum = np.fft.fft2(small)
    amplitude = np.log(np.abs(spectrum) + 1e-9)
    residual = amplitude - cv2.blur(amplitude, (3, 3), borderType=cv2.BORDER_REPLICATE)
    seen = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    seen = cv2.GaussianBlur(seen, (0, 0), 2.5)
    spread = float(seen.max() - seen.min())
    return np.asarray((seen - seen.min()) / spread if spread > 1e-12 else np.zeros_like(seen), np.float64)


def _weighty_point(seen: Map) -> npt.NDArray[np.float64]:
    """(x, y) of the middle of the strongest tenth; what lies at the edge counts less, and an even picture has its middle."""
    rows, columns = seen.shape
    y, x = (np.arange(count) + 0.5 for count in (rows, columns))
    x, y = x / columns, y / rows
    central = np.exp(-((x[None, :] - 0.5) ** 2 + (y[:, None] - 0.5) ** 2) / (2 * 0.35**2))
    weighed = seen * central
    strong = np.where(weighed >= np.quantile(weighed, 0.9), weighed, 0.0)
    total = strong.sum()
    if total <= 1e-9:
        return np.array([0.5, 0.5])
    return np.array([(strong.sum(axis=0) * x).sum() / total, (strong.sum(axis=1) * y).sum() / total])


@cache
def _cascade() -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"))
