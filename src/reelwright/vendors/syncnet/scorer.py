"""Sync scored by a SyncNet model: distances between what mouths do and what is heard, at 31 offsets (Chung & Zisserman, 2016).

Faces are followed and cut out as in syncnet_python, at 25 pictures a second: five of them are one look, 0.2 s of sound one hearing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.media.even_rate import even_rate
from reelwright.media.face_finding import face_finder
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.picture_write import bgr_of
from reelwright.media.video_read import VideoReader
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import LipSyncRequest, SpokenSpan
from reelwright.providers.sync_score import SyncScore
from reelwright.speaking.onnx_session import DEVICES, Device, OnnxModel, fingerprint, onnx_model
from reelwright.vendors.face_tracks import Boxes, face_tracks, speaking_boxes
from reelwright.vendors.face_watch import watched
from reelwright.vendors.syncnet.mfcc import STEP, mfcc

RATE = Fraction(25)
SHIFT = 15
"""Most pictures the sound is moved by, each way."""
_LOOK, _HEARD, _HEARD_STEP = 5, 20, 4
_SIDE = 224
_MARGIN = 0.4
"""Of a face's size, added around it; below twice as much."""
_BATCH = 20
_SHORTEST = 2 * SHIFT
"""Pictures in a row that a face must speak for: shorter ones tell little about an offset."""
_HINT = "give a SyncNet model with the inputs (N, 1, 13, 20) and (N, 3, 5, 224, 224), its outputs in the same order"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Run:
    """Pictures ``first`` up to ``last`` in which one face speaks without a break."""

    first: int
    last: int


class SyncNetScorer:
    """The same files and model give the same numbers. ``most_seconds`` bounds how much is listened to."""

    name = "syncnet"

    def __init__(self, model: Path, faces: Path | None, most_seconds: float = 60.0, device: Device = "auto") -> None:
        self._model: OnnxModel = onnx_model(model, 0, device)
        self._heard, self._seen = self._inputs()
        self._order = [list(self._model.shapes).index(name) for name in (self._heard, self._seen)]
        self._faces = faces
        self._most = most_seconds
        self.version = f"1/{fingerprint(model)}/{face_finder(faces).version}"

    def score(self, video: Path, sound: Path, spans: tuple[SpokenSpan, ...]) -> SyncScore | None:
        """See ``providers.sync_score.SyncScoring``."""
        rate, total, size = even_rate(video)
        count = int(total / rate * RATE)
        with TemporaryDirectory(prefix="reelwright-") as folder:
            request = LipSyncRequest(video, sound, _some(spans, self._most), RATE, count, size, Path(folder))
            seen = watched(request, "", face_finder(self._faces), lambda done, total: None)
        boxes = speaking_boxes(face_tracks(seen, float(RATE)), request.spans, float(RATE), count)
        with mono_sound(sound) as heard:
            rows = [self._distances(video, heard, boxes, run) for run in _runs(boxes)]
        if not rows:
            return None
        distances = np.concatenate(rows)
        means = distances.mean(axis=0)
        best = int(means.argmin())
        confidence = float(np.median(means) - means[best])
        return SyncScore(
            (best - SHIFT) * 1000 / float(RATE), float(means[best]), confidence, round(len(distances) / float(RATE), 2)
        )

    def _distances(self, video: Path, sound: MonoSound, boxes: Boxes, run: _Run) -> Floats:
        """(looks, 31): of each look to the sound from 15 pictures before it to 15 after it."""
        count = run.last - run.first - _LOOK + 1
        rows = self._hearings(sound, run.first - SHIFT, run.first + count + SHIFT)
        heard: list[Floats] = []
        seen: list[Floats] = []
        for looks in self._looks(video, boxes, run):
            at = sum(map(len, heard))
            hearing, look = self._run(rows[at : at + len(looks)], looks)
            heard.append(hearing)
            seen.append(look)
        for at in range(count, len(rows), _BATCH):  # more is heard than seen: the sound is moved
            left = rows[at : at + _BATCH]
            heard.append(self._run(left, np.zeros((len(left), 3, _LOOK, _SIDE, _SIDE), np.float32))[0])
        sounds, mouths = np.concatenate(heard), np.concatenate(seen)
        found = np.empty((count, 2 * SHIFT + 1), np.float32)
        for shift in range(2 * SHIFT + 1):
            found[:, shift] = np.sqrt(((mouths - sounds[shift : shift + count] + 1e-6) ** 2).sum(axis=1))
        return found

    def _hearings(self, sound: MonoSound, first: int, last: int) -> Floats:
        """(pictures, 1, 13, 20): the sound from each picture on; beyond the sound's ends is silence."""
        step = sound.rate // int(RATE)
        begin, end = first * step, (last - 1) * step + _HEARD * STEP + 240
        inside = sound.samples[max(0, begin) : max(0, min(end, len(sound.samples)))]
        samples = np.zeros(end - begin, np.int16)
        place = max(0, -begin)
        samples[place : place + len(inside)] = inside
        cepstra = mfcc(samples)
        starts = range(0, _HEARD_STEP * (last - first), _HEARD_STEP)
        return np.stack([cepstra[None, :, start : start + _HEARD] for start in starts])

    def _looks(self, video: Path, boxes: Boxes, run: _Run) -> Iterator[Floats]:
        """(looks, 3, 5, 224, 224) in batches: every five pictures in a row."""
        faces: list[Floats] = []
        waiting: list[Floats] = []
        with closing(VideoReader(video)) as reader:
            for number in range(run.first, run.last):
                picture = reader.picture_at(number / RATE)
                faces.append(_face(bgr_of((picture.y, picture.u, picture.v)), boxes[number]))
                if len(faces) == _LOOK:
                    waiting.append(np.stack(faces, axis=1))
                    faces.pop(0)
                if len(waiting) == _BATCH:
                    yield np.stack(waiting)
                    waiting = []
        if waiting:
            yield np.stack(waiting)

    def _run(self, heard: Floats, seen: Floats) -> tuple[Floats, Floats]:
        """The embeddings of as many hearings as looks."""
        told: list[Any] = self._model.run({self._heard: heard, self._seen: seen})
        if len(told) != 2 or any(each.ndim != 2 or len(each) != len(heard) for each in told):
            raise ProviderFailed("this SyncNet model does not answer with two embeddings", hint=_HINT)
        hearing, look = (told[place].astype(np.float32) for place in self._order)
        return hearing, look

    def _inputs(self) -> tuple[str, str]:
        shapes = self._model.shapes
        heard = [name for name, shape in shapes.items() if len(shape) == 4]
        seen = [name for name, shape in shapes.items() if len(shape) == 5]
        if len(shapes) != 2 or len(heard) != 1 or len(seen) != 1:
            raise ProviderFailed("this is no SyncNet model", hint=_HINT)
        return heard[0], seen[0]


def connect(access: Access) -> SyncNetScorer:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` for models that are not here."""
    device: Device | None = next((each for each in DEVICES if each == access.option("device")), None)
    seconds = access.number("seconds")
    if device is None or not 2 <= seconds <= 3600:
        raise InvalidInput(
            f"{access.offer.vendor.variable('device')} or {access.offer.vendor.variable('seconds')} cannot be used",
            hint=f"{' or '.join(DEVICES)}; 2 to 3600 seconds",
        )
    faces = access.option("faces")
    model = access.models.find(access.option("model"))
    return SyncNetScorer(model, access.models.find(faces) if faces else None, seconds, device)


def _some(spans: tuple[SpokenSpan, ...], most_seconds: float) -> tuple[SpokenSpan, ...]:
    """The first spans, up to so many seconds in all."""
    kept: list[SpokenSpan] = []
    left = most_seconds
    for span in spans:
        if left <= 0:
            break
        kept.append(replace(span, end=min(span.end, span.start + left)))
        left -= span.end - span.start
    return tuple(kept)


def _runs(boxes: Boxes) -> list[_Run]:
    """Stretches with a face in every picture that stays where it was (a jump is another shot, or another face)."""
    runs: list[_Run] = []
    start = 0
    for number in range(1, len(boxes) + 1):
        goes_on = number < len(boxes) and not np.isnan(boxes[number - 1 : number + 1]).any()
        if goes_on and np.abs(boxes[number] - boxes[number - 1]).max() < 0.05:
            continue
        if number - start >= _SHORTEST and not np.isnan(boxes[start][0]):
            runs.append(_Run(start, number))
        start = number
    return runs


def _face(bgr: np.ndarray, box: NDArray[np.float64]) -> Floats:
    """(3, 224, 224), 0 to 255, blue first: the face with what is around and below it; outside of the picture is grey."""
    height, width = bgr.shape[:2]
    x, y = (box[0] + box[2]) / 2 * width, (box[1] + box[3]) / 2 * height
    half = max((box[2] - box[0]) * width, (box[3] - box[1]) * height) / 2
    edge = int(half * (1 + 2 * _MARGIN)) + 1
    padded = cv2.copyMakeBorder(bgr, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(110, 110, 110))
    top, bottom = int(y + edge - half), int(y + edge + half * (1 + 2 * _MARGIN))
    left, right = int(x + edge - half * (1 + _MARGIN)), int(x + edge + half * (1 + _MARGIN))
    part = padded[max(0, top) : max(top + 2, bottom), max(0, left) : max(left + 2, right)]
    return cv2.resize(part, (_SIDE, _SIDE)).astype(np.float32).transpose(2, 0, 1)
