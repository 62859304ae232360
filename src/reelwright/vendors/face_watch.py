"""Looking for faces where somebody speaks: each part of a video once, and what was seen kept beside the work."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from reelwright.media.face_finding import FACE_SIDE, FaceBox, FaceFinder
from reelwright.media.video_read import VideoReader, YuvPicture
from reelwright.media.yuv_picture import Plane
from reelwright.providers.lip_sync import LipSyncRequest, OnSync, SpokenSpan
from reelwright.timeline.fingerprint import digest

WATCH = 1
"""Raised when faces are looked at in another way."""
_PART = 250
"""Pictures whose faces are kept together: what a stop costs at most."""
_AROUND_SECONDS = 0.4
"""Before and after speech, so that places are smooth at its ends."""
_CUT = 18.0
"""Mean difference of luma between two pictures from which on they belong to different shots."""
_THUMB = (32, 18)
_MOUTH, _EYES = (0.25, 0.62, 0.75, 0.95), (0.15, 0.15, 0.85, 0.50)
"""Parts of a face's box."""
_PATCH = (24, 16)


@dataclass(frozen=True, slots=True)
class Sighting:
    """``motion``: how much more the mouth changed since the picture before than the eyes did, in code values of luma."""

    box: FaceBox
    motion: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture; ``is_cut``: a shot begins with it."""

    is_cut: bool
    faces: tuple[Sighting, ...]


def watched(request: LipSyncRequest, video_sha256: str, finder: FaceFinder, on_step: OnSync) -> list[Seen | None]:
    """What is seen in each picture of a request; nothing for those that are not near speech.

    Raises ``MediaUnusable``, and ``ProviderFailed`` for a model that cannot be run.
    """
    wanted = near_speech(request.spans, float(request.rate), request.count)
    found: list[Seen | None] = [None] * request.count
    total, done = int(wanted.sum()), 0
    for first in range(0, request.count, _PART):
        numbers = (np.flatnonzero(wanted[first : first + _PART]) + first).tolist()
        if numbers:
            for number, seen in zip(numbers, _part(request, video_sha256, finder, numbers), strict=True):
                found[number] = seen
            done += len(numbers)
            on_step(done, total)
    return found


def near_speech(spans: Sequence[SpokenSpan], rate: float, count: int) -> np.ndarray:
    """(count,) whether somebody speaks at a picture, or shortly before or after it."""
    wanted = np.zeros(count, bool)
    for span in spans:
        first = int((span.start - _AROUND_SECONDS) * rate)
        wanted[max(0, first) : max(0, int((span.end + _AROUND_SECONDS) * rate) + 1)] = True
    return wanted


def _part(request: LipSyncRequest, video_sha256: str, finder: FaceFinder, numbers: list[int]) -> list[Seen]:
    key = digest(
        [
            WATCH,
            video_sha256,
            finder.version,
            str(request.rate),
            list(request.size),
            numbers[0],
            numbers[-1],
            len(numbers),
        ]
    )
    path = request.folder / f"faces-{key[:24]}.json"
    kept = _kept(path, len(numbers))
    if kept is None:
        kept = list(_looked(request, finder, numbers))
        _keep(path, kept)
    return kept


def _looked(request: LipSyncRequest, finder: FaceFinder, numbers: list[int]) -> Iterator[Seen]:
    with closing(VideoReader(request.video, _small(request.size))) as reader:
        before: YuvPicture | None = None
        last = -2
        for number in numbers:
            if number != last + 1:
                before = reader.picture_at((number - 1) / request.rate) if number else None
            picture = reader.picture_at(number / request.rate)
            faces = tuple(
                Sighting(box, 0.0 if before is None else _motion(before.y, picture.y, box))
                for box in finder.find(picture)
            )
            yield Seen(before is None or _differs(before.y, picture.y), faces)
            before, last = picture, number


def _small(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, FACE_SIDE / max(size))
    return max(2, round(size[0] * scale / 2) * 2), max(2, round(size[1] * scale / 2) * 2)


def _differs(before: Plane, now: Plane) -> bool:
    one, two = (cv2.resize(each, _THUMB, interpolation=cv2.INTER_AREA).astype(np.float32) for each in (before, now))
    return float(np.abs(one - two).mean()) > _CUT


def _motion(before: Plane, now: Plane, box: FaceBox) -> float:
    mouth, eyes = (_change(before, now, box, part) for part in (_MOUTH, _EYES))
    return round(max(0.0, mouth - eyes), 3)


def _change(before: Plane, now: Plane, box: FaceBox, part: tuple[float, float, float, float]) -> float:
    """Mean difference of a part of the face, without that of its brightness."""
    height, width = now.shape
    across, down = box[2] - box[0], box[3] - box[1]
    x0, x1 = (int((box[0] + at * across) * width) for at in (part[0], part[2]))
    y0, y1 = (int((box[1] + at * down) * height) for at in (part[1], part[3]))
    x0, y0 = max(0, x0), max(0, y0)
    if x1 - x0 < 2 or y1 - y0 < 2 or x0 >= width or y0 >= height:
        return 0.0
    one, two = (
        cv2.resize(each[y0:y1, x0:x1], _PATCH, interpolation=cv2.INTER_AREA).astype(np.float32)
        for each in (before, now)
    )
    return float(np.abs((one - one.mean()) - (two - two.mean())).mean())


def _kept(path: Path, count: int) -> list[Seen] | None:
    """What an earlier run saw; nothing for a file that is not whole."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        seen = [
            Seen(bool(cut), tuple(Sighting((x0, y0, x1, y1), motion) for x0, y0, x1, y1, motion in faces))
            for cut, faces in rows
        ]
    except (OSError, ValueError, TypeError):
        return None
    return seen if len(seen) == count else None


def _keep(path: Path, seen: list[Seen]) -> None:
    """A disk that cannot be written to only means that it is looked at again."""
    rows = [
        [each.is_cut, [[*(round(edge, 5) for edge in face.box), face.motion] for face in each.faces]] for each in seen
    ]
    part = path.with_name(f".{path.stem}.{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(rows), "utf-8")
        part.replace(path)
