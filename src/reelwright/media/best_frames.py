"""The frames that could stand for a moving picture: sharp, well lit, composed, with faces where there are any, in no transition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.focus import faces_in, focus_in, saliency
from reelwright.media.picture_write import bgr_of
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader

Bgr = npt.NDArray[np.uint8]
_SIDE = 640
"""Longer side at which frames are judged."""
_LOOKS = 36
_BESIDE = Fraction(1, 5)
"""Seconds before and after: what differs there is a transition, or moves too fast to be sharp."""
_EDGE = 0.04
"""Part of the length at either end that is left out: fades, titles, end cards."""
_WEIGHTS = {"sharpness": 0.28, "exposure": 0.2, "color": 0.12, "faces": 0.2, "composition": 0.2}
_CUT = 26.0
"""Mean difference in code values, of small pictures 0.4 s apart, beyond which they show different scenes."""


class Frames(Protocol):
    """Where frames come from. ``duration`` in seconds."""

    @property
    def duration(self) -> Fraction: ...

    def small(self, seconds: Fraction) -> Bgr:
        """(height, width, 3), the longer side at most 640."""
        ...

    def full(self, seconds: Fraction) -> Bgr:
        """The same as large as it is."""
        ...


@dataclass(frozen=True, slots=True)
class BestFrame:
    """``score`` and its ``parts`` are 0 to 1; ``focus`` is the point to keep in view, ``faces`` (x, y, width, height), all as
    parts of the picture."""

    seconds: Fraction
    score: float
    parts: dict[str, float]
    focus: tuple[float, float]
    faces: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class _Seen:
    seconds: Fraction
    raw_sharpness: float
    parts: dict[str, float]
    steadiness: float
    histogram: npt.NDArray[np.float32]
    focus: tuple[float, float]
    faces: tuple[tuple[float, float, float, float], ...]


class FileFrames:
    """Of a video file. Close it after use."""

    def __init__(self, path: Path) -> None:
        info = probe(path)
        if info.video is None or info.duration is None or info.duration <= 0:
            raise MediaUnusable(f"{path.name} has no moving picture", hint="name a video")
        self.duration = Fraction(info.duration)
        self.size = (info.video.width, info.video.height)
        scale = min(1.0, _SIDE / max(self.size))
        small = tuple(max(2, round(side * scale)) for side in self.size)
        self._small = VideoReader(path, (small[0], small[1]))
        self._path = path

    def small(self, seconds: Fraction) -> Bgr:
        return _pixels(self._small, seconds)

    def full(self, seconds: Fraction) -> Bgr:
        reader = VideoReader(self._path)
        try:
            return _pixels(reader, seconds)
        finally:
            reader.close()

    def close(self) -> None:
        self._small.close()


def best_frames(
    frames: Frames, count: int, progress: Callable[[int, int], None] = lambda done, total: None
) -> list[BestFrame]:
    """``count`` frames (fewer of a short or unchanging picture) that differ from one another, the best first."""
    seen: list[_Seen] = []
    times = _times(frames.duration)
    for number, seconds in enumerate(times):
        seen.append(_seen(frames, seconds))
        progress(number + 1, len(times))
    return _chosen(seen, count, frames.duration)


def _times(duration: Fraction) -> list[Fraction]:
    first, last = duration * Fraction(_EDGE), duration * (1 - Fraction(_EDGE))
    looks = max(1, min(_LOOKS, int(duration * 4)))
    return [first + (last - first) * Fraction(2 * number + 1, 2 * looks) for number in range(looks)]


def _seen(frames: Frames, seconds: Fraction) -> _Seen:
    before = frames.small(max(Fraction(0), seconds - _BESIDE))
    pixels = frames.small(seconds)
    after = frames.small(min(frames.duration, seconds + _BESIDE))
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    faces = tuple(faces_in(gray))
    focus = focus_in(gray)
    parts = {
        "exposure": _exposure(gray), "color": _color(pixels), "faces": _faces(faces), "composition": _composition(gray, focus, faces),
    }  # fmt: skip
    histogram = cv2.calcHist(
        [cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV)], [0, 1, 2], None, [8, 4, 4], [0, 180, 0, 256, 0, 256]
    )
    cv2.normalize(histogram, histogram, 1.0, 0.0, cv2.NORM_L1)
    steadiness = 1.0 - min(1.0, _difference(before, after) / _CUT)
    return _Seen(seconds, _sharpness(gray), parts, steadiness, np.asarray(histogram, np.float32), focus, faces)


def _chosen(seen: Sequence[_Seen], count: int, duration: Fraction) -> list[BestFrame]:
    """Greedily: the best, then the best of what differs enough from those taken, in looks and in time."""
    sharpest = max((each.raw_sharpness for each in seen), default=0.0) or 1.0
    rated = [_rated(each, sharpest) for each in seen]
    taken: list[int] = []
    while len(taken) < min(count, len(seen)):
        best, best_worth = -1, -1.0
        for index, (each, frame) in enumerate(zip(seen, rated, strict=True)):
            if index in taken:
                continue
            likeness = max((_likeness(each, seen[other], duration) for other in taken), default=0.0)
            worth = frame.score * (1.0 - likeness)
            if worth > best_worth:
                best, best_worth = index, worth
        taken.append(best)
    return [rated[index] for index in taken]


def _rated(each: _Seen, sharpest: float) -> BestFrame:
    parts = {"sharpness": min(1.0, each.raw_sharpness / sharpest) ** 0.5, **each.parts}
    score = sum(_WEIGHTS[name] * parts[name] for name in _WEIGHTS)
    score *= 0.25 + 0.75 * each.steadiness  # a blend of two scenes is no picture of either
    score *= min(1.0, 0.15 + parts["exposure"])  # black, white and faded frames are none at all
    return BestFrame(each.seconds, round(score, 4), parts | {"steadiness": each.steadiness}, each.focus, each.faces)


def _likeness(one: _Seen, other: _Seen, duration: Fraction) -> float:
    """0 to 1, of colours; what is close in time is alike, too."""
    apart = 1.0 - float(cv2.compareHist(one.histogram, other.histogram, cv2.HISTCMP_BHATTACHARYYA))
    near = 1.0 - min(1.0, float(abs(one.seconds - other.seconds) / duration) / 0.12)
    return max(apart**2, near)


def _sharpness(gray: Bgr) -> float:
    """Variance of the Laplacian (Pech-Pacheco et al. 2000), of the sharpest ninth: a blurred background is no fault."""
    edges = cv2.Laplacian(gray, cv2.CV_32F)
    rows = [row for part in np.array_split(edges, 3, axis=0) for row in np.array_split(part, 3, axis=1)]
    return float(max(part.var() for part in rows)) ** 0.5


def _exposure(gray: Bgr) -> float:
    """How far from black, white and flat: few values clipped, the middle in the middle, and contrast."""
    mean, spread = float(gray.mean()), float(gray.std())
    clipped = float(((gray < 6) | (gray > 249)).mean())
    middle = max(0.0, 1.0 - (abs(mean - 118.0) / 105.0) ** 2)
    return middle * min(1.0, spread / 48.0) * max(0.0, 1.0 - clipped / 0.6)


def _color(pixels: Bgr) -> float:
    """Colourfulness of Hasler & Süsstrunk (2003), 1 for "quite colourful"."""
    blue, green, red = (pixels[..., index].astype(np.float32) for index in range(3))
    rg, yb = red - green, (red + green) / 2 - blue
    deviation = float(np.hypot(rg.std(), yb.std()))
    return min(1.0, (deviation + 0.3 * float(np.hypot(rg.mean(), yb.mean()))) / 55.0)


def _faces(faces: Sequence[tuple[float, float, float, float]]) -> float:
    """Large faces that are not cut off."""
    if not faces:
        return 0.0
    largest = max(width * height for _, _, width, height in faces)
    inside = all(x > 0.01 and y > 0.01 and x + width < 0.99 and y + height < 0.99 for x, y, width, height in faces)
    return min(1.0, 0.5 + largest / 0.12) * (1.0 if inside else 0.7)


def _composition(gray: Bgr, focus: tuple[float, float], faces: Sequence[tuple[float, float, float, float]]) -> float:
    """A subject that stands out, off the edges, and leaves a calm side for words."""
    seen = saliency(gray)
    if not seen.any():
        return 0.0
    total = float(seen.sum()) or 1.0
    third = max(1, seen.shape[1] // 3)
    calm = 1.0 - 3.0 * min(float(seen[:, :third].sum()), float(seen[:, -third:].sum())) / total
    off_edge = 1.0 - min(1.0, 2.2 * max(abs(focus[0] - 0.5) - 0.28, 0.0) + 2.2 * max(abs(focus[1] - 0.5) - 0.25, 0.0))
    strong = float(np.sort(seen.ravel())[-max(1, seen.size // 10) :].sum()) / total
    return float(np.clip(0.4 * max(0.0, calm) + 0.3 * off_edge + 0.3 * min(1.0, strong / 0.4), 0, 1)) if not faces else float(
        np.clip(0.5 * max(0.0, calm) + 0.5 * off_edge, 0, 1)
    )  # fmt: skip


def _difference(one: Bgr, other: Bgr) -> float:
    """Mean absolute difference in code values of pictures so small that a moving hand does not count."""
    small = [cv2.resize(each, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32) for each in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def _pixels(reader: VideoReader, seconds: Fraction) -> Bgr:
    picture = reader.picture_at(seconds)
    return np.asarray(bgr_of((picture.y, picture.u, picture.v)), np.uint8)
