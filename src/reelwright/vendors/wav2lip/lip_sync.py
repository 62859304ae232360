"""Mouths that say another sound, by a Wav2Lip model: faces found, followed and spoken picture by picture."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.media.even_rate import pictures_at
from reelwright.media.face_finding import face_finder
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.picture_patch import Rect, bgr_part, even_rect
from reelwright.media.yuv_picture import YuvPicture
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import LipSyncRequest, OnSync, SyncFacts
from reelwright.speaking.onnx_session import DEVICES, Device, fingerprint, thread_count
from reelwright.vendors.face_tracks import Boxes, face_tracks, mouth_weights, speaking_boxes
from reelwright.vendors.face_watch import watched
from reelwright.vendors.mouth_mask import with_mouth
from reelwright.vendors.wav2lip.mel import COLUMNS_A_SECOND, WINDOW, windows_of
from reelwright.vendors.wav2lip.model import Wav2LipModel

VERSION = 1
"""Raised when the same model and video give other pictures."""
_BELOW_CHIN = 0.04
"""Of a face's height, added below it, as Wav2Lip itself does (ten pixels of its usual faces)."""
_MOST_BATCH = 128
_MOST_HELD = 200_000_000
"""Bytes of pictures that wait for their faces."""


class Wav2LipSync:
    """The same video, sound and model give the same pictures."""

    name = "wav2lip"

    def __init__(self, model: Wav2LipModel, identity: str, faces: Path | None, batch: int = 16) -> None:
        self._model = model
        self._faces = faces
        self._batch = batch
        self.version = f"{VERSION}/{identity}/{face_finder(faces).version}"

    def sync(self, request: LipSyncRequest, on_step: OnSync = lambda done, total: None) -> Wav2LipPictures:
        """See ``providers.lip_sync.LipSync``. What takes long is looking for faces; what was seen is kept."""
        with request.video.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        seen = watched(request, sha256, face_finder(self._faces), on_step)
        rate = float(request.rate)
        boxes = speaking_boxes(face_tracks(seen, rate), request.spans, rate, request.count)
        return Wav2LipPictures(self._model, request, boxes, f"{self.name} {self.version}", self._batch)


class Wav2LipPictures:
    """See ``providers.lip_sync.SyncedPictures``. ``boxes`` (pictures, 4) are those of the faces that speak."""

    def __init__(self, model: Wav2LipModel, request: LipSyncRequest, boxes: Boxes, identity: str, batch: int) -> None:
        self._model = model
        self._request = request
        self._identity = identity
        self._weights = mouth_weights(request.spans, float(request.rate), request.count)
        self._rects = [
            self._rect(box) if weight > 0 else None for box, weight in zip(boxes, self._weights, strict=True)
        ]
        width, height = request.size
        self._batch = max(1, min(batch, _MOST_HELD // (width * height * 3 // 2)))
        stack = ExitStack()
        self._sound: MonoSound = stack.enter_context(mono_sound(request.sound))
        weakref.finalize(self, stack.close)

    @property
    def facts(self) -> SyncFacts:
        spoken = int((self._weights > 0).sum())
        synced = sum(rect is not None for rect in self._rects)
        return SyncFacts(spoken, synced, spoken - synced)

    def key(self, first: int, last: int) -> list[object]:
        """The faces' places and the sound that is heard from there on, besides the model."""
        if not any(self._rects[first:last]):
            return ["untouched"]
        begin, end = (float(number / self._request.rate) for number in (first, last))
        heard = self._sound.part(max(0.0, begin - 0.1), end + _heard_seconds())
        digest = hashlib.sha256(np.ascontiguousarray(heard.samples).tobytes()).hexdigest()
        weights = [round(float(weight), 4) for weight in self._weights[first:last]]
        return [self._identity, digest, [list(rect) if rect else 0 for rect in self._rects[first:last]], weights]

    def pictures(self, first: int, last: int) -> Iterator[YuvPicture]:
        request = self._request
        held: list[YuvPicture] = []
        start = first
        for picture in pictures_at(request.video, request.rate, first, last, request.size):
            held.append(picture)
            if len(held) == self._batch:
                yield from self._spoken(start, held)
                start, held = start + len(held), []
        yield from self._spoken(start, held)

    def _spoken(self, first: int, held: list[YuvPicture]) -> Iterator[YuvPicture]:
        found = [(number, rect) for number in range(first, first + len(held)) if (rect := self._rects[number])]
        if not found:
            yield from held
            return
        numbers = np.array([number for number, _ in found], np.int64)
        mels = windows_of(self._sound, numbers, self._request.rate)
        faces = self._model.speak(mels, [bgr_part(held[number - first], rect) for number, rect in found])
        spoken = {number: (rect, face) for (number, rect), face in zip(found, faces, strict=True)}
        for number, picture in enumerate(held, first):
            if number in spoken:
                rect, face = spoken[number]
                yield with_mouth(picture, rect, face, float(self._weights[number]))
            else:
                yield picture

    def _rect(self, box: NDArray[np.float64]) -> Rect | None:
        if np.isnan(box[0]):
            return None
        width, height = self._request.size
        left, top, right, bottom = box.tolist()
        bottom += _BELOW_CHIN * (bottom - top)
        return even_rect(left * width, top * height, right * width, bottom * height, self._request.size)


def connect(access: Access) -> Wav2LipSync:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` for models that are not here."""
    try:
        path = access.models.find(access.option("model"))
    except ProviderNeeded as error:  # nothing of that name can be fetched
        hint = "bring your own (research and personal use only): reel models add FILE --name wav2lip; docs/lip-sync.md"
        raise ProviderNeeded(error.message, hint=hint) from None
    if path.is_dir():
        inside = sorted(path.glob("*.onnx"))
        path = inside[0] if len(inside) == 1 else path / "model.onnx"
    device: Device | None = next((each for each in DEVICES if each == access.option("device")), None)
    if device is None:
        raise InvalidInput(f"{access.offer.vendor.variable('device')} is neither {' nor '.join(DEVICES)}")
    batch = access.number("batch")
    if not 1 <= batch <= _MOST_BATCH or batch != int(batch):
        raise InvalidInput(f"{access.offer.vendor.variable('batch')} is not between 1 and {_MOST_BATCH}")
    model = Wav2LipModel(path, thread_count(access.number("threads")), device)
    faces = access.option("faces")
    return Wav2LipSync(model, fingerprint(path), access.models.find(faces) if faces else None, int(batch))


def _heard_seconds() -> float:
    return WINDOW / COLUMNS_A_SECOND + 0.1
