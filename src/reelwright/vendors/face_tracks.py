"""Faces followed from picture to picture within a shot, and which of them speaks when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reelwright.media.face_finding import FaceBox
from reelwright.providers.lip_sync import SpokenSpan
from reelwright.vendors.face_watch import Seen

Boxes = NDArray[np.float64]
_SAME = 0.3
"""Shared part of two boxes (intersection over union) from which on they are the same face."""
_GAP_SECONDS = 0.4
"""A face may be lost for so long (a hand, a turn) and is taken to have been in between."""
_LEAST_SECONDS = 0.16
_LEAST_SHARE = 0.4
"""Of its pictures a face must have been seen in: shadows that look like one come and go."""
_SMOOTH_SECONDS = 0.28
_CLEARLY = 1.25
"""By this factor a mouth must move more than another to be the speaker's."""
FADE_SECONDS = 0.12
"""Before and after speech, over which a changed mouth comes and goes."""


@dataclass(frozen=True)
class FaceTrack:
    """One face in one shot, from picture ``first`` on: ``boxes`` (pictures, 4), smooth; ``motion`` (pictures,), NaN where the face was
    not seen."""

    first: int
    boxes: Boxes
    motion: NDArray[np.float64]

    @property
    def last(self) -> int:
        """One past the last picture."""
        return self.first + len(self.boxes)

    @property
    def area(self) -> float:
        """Its mean part of the picture."""
        return float(((self.boxes[:, 2] - self.boxes[:, 0]) * (self.boxes[:, 3] - self.boxes[:, 1])).mean())


@dataclass
class _Open:
    numbers: list[int] = field(default_factory=list[int])
    boxes: list[FaceBox] = field(default_factory=list[FaceBox])
    motions: list[float] = field(default_factory=list[float])


def face_tracks(seen: Sequence[Seen | None], rate: float) -> tuple[FaceTrack, ...]:
    """Every face that is there long enough, in order of its first picture. No track goes on over a cut."""
    gap = max(1, round(_GAP_SECONDS * rate))
    going: list[_Open] = []
    ended: list[_Open] = []
    for number, picture in enumerate(seen):
        if picture is None or picture.is_cut:
            ended += going
            going = []
        if picture is None:
            continue
        ended += [each for each in going if number - each.numbers[-1] > gap]
        going = [each for each in going if number - each.numbers[-1] <= gap]
        free = list(going)
        for face in sorted(picture.faces, key=lambda face: -_area(face.box)):
            best = max(free, key=lambda each: shared(each.boxes[-1], face.box), default=None)
            if best is None or shared(best.boxes[-1], face.box) < _SAME:
                best = _Open()
                going.append(best)
            else:
                free.remove(best)
            best.numbers.append(number)
            best.boxes.append(face.box)
            best.motions.append(face.motion)
    found = [_track(each, rate) for each in ended + going if _is_face(each, rate)]
    return tuple(sorted(found, key=lambda each: (each.first, -each.area)))


def speaking_boxes(tracks: Sequence[FaceTrack], spans: Sequence[SpokenSpan], rate: float, count: int) -> Boxes:
    """(count, 4): the box of the face that speaks at each picture; NaN where nobody speaks or no face is seen.

    Of several faces it is the one whose mouth moves while that speaker is at it, where it is known who speaks and one clearly
    does; else the largest.
    """
    boxes = np.full((count, 4), np.nan)
    moving = _moving(tracks, spans, rate)
    for span in spans:
        first, last = span_pictures(span, rate, count)
        present = [each for each in tracks if each.first < last and each.last > first]
        order = sorted(present, key=lambda each: each.area)
        clear = _clear_speaker(present, moving, span.speaker) if span.speaker else None
        for each in [*order, *([clear] if clear is not None else [])]:  # the last one counts
            here = slice(max(first, each.first), min(last, each.last))
            boxes[here] = each.boxes[here.start - each.first : here.stop - each.first]
    return boxes


def mouth_weights(spans: Sequence[SpokenSpan], rate: float, count: int) -> NDArray[np.float32]:
    """(count,) how much of a changed mouth is shown: 1 in speech, fading out within 0.12 s around it."""
    weights = np.zeros(count, np.float32)
    for span in spans:
        first, last = span_pictures(span, rate, count)
        at = np.arange(first, last) / rate
        outside = np.maximum(np.maximum(span.start - at, at - span.end), 0)
        weights[first:last] = np.maximum(weights[first:last], 1 - np.minimum(outside / FADE_SECONDS, 1))
    return weights


def span_pictures(span: SpokenSpan, rate: float, count: int) -> tuple[int, int]:
    """First and one past the last picture of a span, with the fades around it."""
    first = max(0, int(np.ceil((span.start - FADE_SECONDS) * rate)))
    return first, min(count, max(first, int(np.floor((span.end + FADE_SECONDS) * rate)) + 1))


def shared(one: FaceBox, two: FaceBox) -> float:
    """Intersection over union of two boxes."""
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (_area(one) + _area(two) - width * height)


def _area(box: FaceBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_face(track: _Open, rate: float) -> bool:
    length = track.numbers[-1] - track.numbers[0] + 1
    return length >= _LEAST_SECONDS * rate and len(track.numbers) >= _LEAST_SHARE * length


def _track(track: _Open, rate: float) -> FaceTrack:
    numbers = np.array(track.numbers)
    every = np.arange(numbers[0], numbers[-1] + 1)
    boxes = np.array(track.boxes)
    filled = np.stack([np.interp(every, numbers, boxes[:, edge]) for edge in range(4)], axis=1)
    motion = np.full(len(every), np.nan)
    motion[numbers - numbers[0]] = track.motions
    return FaceTrack(int(numbers[0]), _smooth(filled, rate), motion)


def _smooth(boxes: Boxes, rate: float) -> Boxes:
    """Single jumps out first (median of five), then the mean over a quarter of a second; detectors tremble by some pixels."""
    padded = np.pad(boxes, ((2, 2), (0, 0)), mode="edge")
    calm = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5, axis=0), axis=2)
    width = max(1, round(_SMOOTH_SECONDS * rate)) // 2 * 2 + 1
    padded = np.pad(calm, ((width // 2, width // 2), (0, 0)), mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, width, axis=0).mean(axis=2)


def _moving(tracks: Sequence[FaceTrack], spans: Sequence[SpokenSpan], rate: float) -> dict[tuple[int, str], float]:
    """By track (its identity) and speaker: how much the mouth moves while this one speaks, above how it does while others do."""
    found: dict[tuple[int, str], float] = {}
    names = {span.speaker for span in spans if span.speaker}
    for track in tracks:
        whose = np.full(len(track.boxes), "", object)
        for span in spans:
            first, last = max(track.first, round(span.start * rate)), min(track.last, round(span.end * rate))
            whose[first - track.first : max(0, last - track.first)] = span.speaker
        seen = ~np.isnan(track.motion)
        for name in names:
            own, others = seen & (whose == name), seen & (whose != name) & (whose != "")
            if own.any():
                still = float(track.motion[others].mean()) if others.any() else 0.0
                found[id(track), name] = max(0.0, float(track.motion[own].mean()) - 0.5 * still)
    return found


def _clear_speaker(
    present: Sequence[FaceTrack], moving: dict[tuple[int, str], float], speaker: str
) -> FaceTrack | None:
    rated = sorted(((moving.get((id(each), speaker), 0.0), each) for each in present), key=lambda row: -row[0])
    if len(rated) < 2 or rated[0][0] <= rated[1][0] * _CLEARLY:
        return None
    return rated[0][1]
