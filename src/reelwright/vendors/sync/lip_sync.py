"""Lip-sync by Sync: the parts in which somebody speaks are sent, waited for and fetched, each paid for once.

https://sync.so/docs/api-reference (files beside the wish, as multipart/form-data; states; ``Idempotency-Key``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from reelwright.errors import (
    ContentRefused,
    InvalidInput,
    MediaUnusable,
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    UnclearPayment,
)
from reelwright.media.even_rate import pictures_at
from reelwright.media.face_finding import CascadeFaces
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader
from reelwright.media.yuv_picture import YuvPicture
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import LipSyncRequest, OnSync, SyncFacts
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.changed_region import with_changes
from reelwright.vendors.clip_work import failure, unanswered
from reelwright.vendors.face_tracks import Boxes, face_tracks, mouth_weights, speaking_boxes
from reelwright.vendors.face_watch import Seen, watched
from reelwright.vendors.slow_work import named, wait_for
from reelwright.vendors.sync.api import api
from reelwright.vendors.video_pieces import VideoPiece, piece_files, piece_sound, pieces_of

_MOST_BYTES = 19_000_000
"""Of each file sent beside the wish; Sync takes 20 MB."""
_GONE = frozenset({404, 410})
_FOR_ALL = (ProviderRefused, NoBalance, ProviderUnavailable, OutcomeUnknown, UnclearPayment)
"""Failures that the other parts would meet, too, or that somebody must look at first."""


@dataclass(frozen=True, slots=True)
class _Delivered:
    """A part with the file that came back; its name on the shelf tells it from others."""

    piece: VideoPiece
    name: str
    path: Path


class SyncLipSync:
    """The lip-sync port over Sync. ``piece_seconds`` bounds what is sent at once."""

    def __init__(
        self, access: Access, timeout_seconds: float = 300.0, piece_seconds: float = 60.0, wait_seconds: float = 3600.0,
        most_bytes: int = 2_000_000_000,
    ) -> None:  # fmt: skip
        self._access = access
        self._http = api(access, timeout_seconds)
        self._piece_seconds, self._wait_seconds = piece_seconds, wait_seconds
        self._most_bytes = most_bytes
        self._model = access.option("model")

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._model

    def sync(self, request: LipSyncRequest, on_step: OnSync = lambda done, total: None) -> SyncPictures:
        """See ``providers.lip_sync.LipSync``. A part that is refused stays as it is, and is reported."""
        with request.video.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        seen = watched(request, sha256, CascadeFaces(), lambda done, total: on_step(done, total * 2))
        rate = float(request.rate)
        boxes = speaking_boxes(face_tracks(seen, rate), request.spans, rate, request.count)
        pieces = pieces_of(request.spans, request.rate, request.count, self._piece_seconds)
        delivered: list[_Delivered] = []
        failures: list[tuple[VideoPiece, ProviderFailed]] = []
        usage, cost = 0, 0
        for number, piece in enumerate(pieces):
            try:
                done, paid = self._synced(request, sha256, piece, _several(seen, boxes, piece, request.size))
                delivered.append(done)
                usage, cost = usage + int(paid.usage.get("frames", 0)), cost + paid.cost_micros
            except _FOR_ALL:
                raise
            except ProviderFailed as error:
                failures.append((piece, error))
            on_step(len(pieces) + number + 1, len(pieces) * 2)
        if failures and not delivered:
            raise failures[0][1]
        told = tuple(
            f"{piece.first / rate:.1f} to {piece.last / rate:.1f} s: {error.message}" for piece, error in failures
        )
        return SyncPictures(request, delivered, ({"frames": usage}, cost), told)

    def _synced(
        self, request: LipSyncRequest, sha256: str, piece: VideoPiece, boxes: list[list[int] | None] | None
    ) -> tuple[_Delivered, Paid]:
        options: dict[str, Any] = {"sync_mode": "cut_off"}
        if boxes is not None:
            options["active_speaker_detection"] = {"bounding_boxes": boxes}
        count = piece.last - piece.first
        told = {
            "video": sha256, "sound": piece_sound(request, piece), "pictures": [piece.first, piece.last], "rate": str(request.rate),
            "size": list(request.size), "model": self._model, "options": options,
        }  # fmt: skip

        def perform(call: Call) -> Paid:
            work = call.reference or self._submitted(call, request, piece, told)
            name = self._kept(self._finished(work))
            return Paid({"files": [name]}, usage={"frames": count}, provider_ref=work)

        paid = self._access.pay("lip-sync", told, {"frames": count}, perform)
        name = str(paid.result["files"][0])
        return _Delivered(piece, name, self._access.shelf.path(name)), paid

    def _submitted(self, call: Call, request: LipSyncRequest, piece: VideoPiece, told: dict[str, Any]) -> str:
        name = f"piece-{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]}"
        video, sound = piece_files(request, piece, name, _MOST_BYTES)
        form = {"model": self._model, "options": json.dumps(told["options"])}
        headers = {"Idempotency-Key": call.key} if call.key else {}
        with video.open("rb") as pictures, sound.open("rb") as voice:
            files = {"video": ("video.mp4", pictures, "video/mp4"), "audio": ("audio.wav", voice, "audio/wav")}
            answer = self._http.json("POST", "v2/generate", data=form, files=files, headers=headers)
        work = named(self._http.title, answer)
        call.accepted(work)
        return work

    def _finished(self, work: str) -> str:
        """The address of what was made."""
        return wait_for(
            lambda: self._look(work), self._access.sleep, self._http.title,
            most_seconds=self._wait_seconds, first_pause=3.0,
        )  # fmt: skip

    def _look(self, work: str) -> str | None:
        try:
            told = self._http.json("GET", f"v2/generate/{work}")
        except ProviderFailed as error:
            if error.status in _GONE:
                raise ProviderFailed(
                    f"Sync does not know the work {work} any more", hint="the same again makes it anew"
                ) from None
            raise unanswered(error) from None
        told = told if isinstance(told, dict) else {}
        status = told.get("status")
        if status in ("FAILED", "REJECTED"):
            code = str(told.get("errorCode") or told.get("error_code") or "")
            raise _refused(str(told.get("error") or ""), code, is_rejected=status == "REJECTED")
        if status != "COMPLETED":
            return None
        address = told.get("outputUrl") or told.get("outputMediaUrl")
        if not address:
            raise OutcomeUnknown("Sync is done and names no file", hint="look at its own list of generations")
        return str(address)

    def _kept(self, address: str) -> str:
        """What was made, on the shelf. Raises ``OutcomeUnknown`` for what is no video: it may have been paid for."""
        with TemporaryDirectory(prefix="reelwright-") as folder:
            path = Path(folder) / "synced.mp4"
            self._http.download(address, path, most_bytes=self._most_bytes)
            try:
                info = probe(path)
            except MediaUnusable:
                info = None
            if info is None or info.video is None or info.duration is None:
                raise OutcomeUnknown("what Sync delivered is no video", hint="look at its own list of generations")
            return self._access.shelf.put(path, ".mp4")


class SyncPictures:
    """See ``providers.lip_sync.SyncedPictures``: the video's own, with what Sync changed in them faded in where somebody speaks."""

    def __init__(
        self,
        request: LipSyncRequest,
        delivered: Sequence[_Delivered],
        paid: tuple[dict[str, int], int],
        failures: tuple[str, ...],
    ) -> None:
        self._request = request
        self._paid = paid
        self._failures = failures
        self._weights = mouth_weights(request.spans, float(request.rate), request.count)
        self._of: list[_Delivered | None] = [None] * request.count
        for each in delivered:
            self._of[each.piece.first : each.piece.last] = [each] * (each.piece.last - each.piece.first)

    @property
    def facts(self) -> SyncFacts:
        spoken = self._weights > 0
        synced = sum(each is not None for each, is_spoken in zip(self._of, spoken, strict=True) if is_spoken)
        usage, cost = self._paid
        return SyncFacts(int(spoken.sum()), synced, usage=usage, cost_micros=cost, failures=self._failures)

    def key(self, first: int, last: int) -> list[object]:
        return [
            [each.name if each else "", each.piece.first if each else 0, round(float(weight), 4)] if weight > 0 else 0
            for each, weight in zip(self._of[first:last], self._weights[first:last], strict=True)
        ]

    def pictures(self, first: int, last: int) -> Iterator[YuvPicture]:
        request = self._request
        own = pictures_at(request.video, request.rate, first, last, request.size)
        for each, group in groupby(range(first, last), key=lambda number: self._of[number]):
            if each is None:
                for _ in group:
                    yield next(own)
                continue
            with closing(VideoReader(each.path, request.size)) as reader:
                for number in group:
                    picture, weight = next(own), float(self._weights[number])
                    if weight > 0:
                        there = reader.picture_at((number - each.piece.first) / request.rate)
                        picture = with_changes(picture, there, weight)
                    yield picture


def connect(access: Access) -> SyncLipSync:
    """See ``providers.manifest.Offer``. Raises ``InvalidInput`` for options that cannot be used."""
    seconds, minutes = access.number("piece_seconds"), access.number("wait_minutes")
    if not 2 <= seconds <= 600:
        raise InvalidInput(f"{access.offer.vendor.variable('piece_seconds')} is not between 2 and 600 seconds")
    if not 0 < minutes <= 24 * 60:
        raise InvalidInput(f"{access.offer.vendor.variable('wait_minutes')} is not between 0 and 1440 minutes")
    return SyncLipSync(access, 300.0, seconds, minutes * 60)


def _several(
    seen: Sequence[Seen | None], boxes: Boxes, piece: VideoPiece, size: tuple[int, int]
) -> list[list[int] | None] | None:
    """Where the speaker's face is in each picture of a piece that shows several, in pixels; nothing for one that does not."""
    here = range(piece.first, piece.last)
    if max((len(row.faces) for number in here if (row := seen[number]) is not None), default=0) < 2:
        return None
    scale = np.array([size[0], size[1]] * 2)
    rows = [
        None if np.isnan(boxes[number][0]) else np.rint(boxes[number] * scale).astype(int).tolist() for number in here
    ]
    return rows if any(rows) else None


def _refused(reason: str, code: str, *, is_rejected: bool) -> ProviderFailed:
    told = f"Sync could not do it: {(reason or code or 'it did not say why')[:300]}"
    if is_rejected or isinstance(failure("Sync", reason, code), ContentRefused):
        return ContentRefused(told, hint="another provider may take it")
    return ProviderFailed(told, hint="try again, or another provider")
