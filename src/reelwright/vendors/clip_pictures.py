"""Pictures as vendors take them: inside the request, as JPEG, PNG or WebP, no larger than they allow."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.picture_read import read_picture

_SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n", "image/png"), (b"RIFF", "image/webp"))
_SIDES = (2048, 1536, 1024, 768, 512, 384)
"""Longest sides tried in turn, in pixels, until the picture is small enough."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture in base64, or where it lies (``link``)."""

    kind: str
    data: str
    link: str = ""

    @property
    def uri(self) -> str:
        """Its address, else a data URI."""
        return self.link or f"data:{self.kind};base64,{self.data}"


def fingerprint(path: Path) -> Sent:
    """A picture as it stands in the books: by the SHA-256 of its content. Raises ``MediaUnusable``."""
    return Sent("sha256", hashlib.sha256(_read(path)).hexdigest())


def picture(path: Path, most_bytes: int) -> Sent:
    """A picture of at most ``most_bytes``, made smaller where it must be. Raises ``MediaUnusable``, ``InvalidInput``."""
    data = _read(path)
    kind = next((kind for sign, kind in _SIGNS if data.startswith(sign)), "")
    if kind and len(data) <= most_bytes:
        read_picture(path)  # a broken one is better found here than after it was paid for
        return Sent(kind, base64.b64encode(data).decode())
    pixels = read_picture(path)[:, :, :3]
    for side in _SIDES:
        factor = min(1.0, side / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
        _, coded = cv2.imencode(
            ".jpg", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), [cv2.IMWRITE_JPEG_QUALITY, 90]
        )
        if coded.size <= most_bytes:
            return Sent("image/jpeg", base64.b64encode(coded.tobytes()).decode())
    raise InvalidInput(f"{path.name} cannot be made small enough to be sent", hint="choose a simpler picture")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MediaUnusable(f"cannot read {path}: {error.strerror}") from None
