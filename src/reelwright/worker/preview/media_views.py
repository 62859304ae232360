"""Pictures and sound of media as track views show them, made once and kept beside the document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.picture_read import read_picture
from reelwright.media.picture_write import bgr_of
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader
from reelwright.media.waveform import waveform_of
from reelwright.units.time import exact

PER_SECOND = 40
_MOST_SECONDS = 6 * 3600
_MOST_PICTURES = 60


def peaks(path: Path, kept: Path) -> dict[str, object]:
    """The outline of a file's sound: ``perSecond`` values of 0 to 255, the largest swing of each stretch. Raises ``MediaUnusable``."""
    place = kept / f"{_mark(path, 'peaks')}.json"
    if not place.is_file():
        duration = probe(path).duration
        if duration is None:
            raise MediaUnusable(f"{path.name} has no sound")
        if duration > _MOST_SECONDS:
            raise MediaUnusable(f"{path.name} is longer than {_MOST_SECONDS // 3600} hours")
        wave = waveform_of(path, max(1, min(100_000, round(duration * PER_SECOND))))
        swing = np.clip(np.maximum(np.abs(wave.low), np.abs(wave.high)), 0, 1)
        per_second = len(wave.low) / float(wave.seconds)
        told = {
            "seconds": float(wave.seconds),
            "perSecond": per_second,
            "peaks": np.round(swing * 255).astype(int).tolist(),
        }
        _written(place, json.dumps(told, separators=(",", ":")).encode())
    return json.loads(place.read_text("ascii"))


def strip(path: Path, times: Sequence[float], height: int, kept: Path) -> bytes:
    """Pictures of a medium side by side, a JPEG ``height`` pixels high: one for each time (seconds), a still picture once.

    Raises ``MediaUnusable`` for a file without pictures.
    """
    if not 1 <= len(times) <= _MOST_PICTURES:
        raise InvalidInput(f"a strip has 1 to {_MOST_PICTURES} pictures")
    place = kept / f"{_mark(path, repr((tuple(times), height)))}.jpg"
    if not place.is_file():
        info = probe(path)
        if info.video is None:
            raise MediaUnusable(f"{path.name} has no pictures")
        width = max(2, round(info.video.width * height / info.video.height / 2) * 2)
        if info.duration is None:
            pixels = cv2.resize(read_picture(path), (width, height), interpolation=cv2.INTER_AREA)[..., :3]
        else:
            reader = VideoReader(path, (width, height))
            try:
                found = [reader.picture_at(max(Fraction(0), exact(seconds))) for seconds in times]
                pixels = np.hstack([bgr_of((each.y, each.u, each.v)) for each in found])
            finally:
                reader.close()
        _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 78])
        _written(place, data.tobytes())
    return place.read_bytes()


def _mark(path: Path, told: str) -> str:
    facts = path.stat()
    return hashlib.sha256(f"{path}|{facts.st_size}|{facts.st_mtime_ns}|{told}".encode()).hexdigest()[:24]


def _written(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(data)
    part.replace(place)
