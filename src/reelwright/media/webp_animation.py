"""Animated WebP, which libav does not decode: each frame is a small picture of its own, laid on the one before it.

The container is described in RFC 9649: a ``VP8X`` chunk with the canvas, then one ``ANMF`` chunk for each frame with its place,
its length in milliseconds, whether it is blended with what lies below and whether its place is emptied after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from reelwright.errors import MediaUnusable
from reelwright.media.picture_header import MOST_PIXELS

_ANIMATED = 0x02
_EMPTIED_AFTER = 0x01
_NOT_BLENDED = 0x02
_SHORTEST_MS = 10
"""Browsers show frames said to last less for 100 ms."""
_BROWSER_MS = 100

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Part:
    """One frame as stored: milliseconds, place and the bytes of its picture."""

    stamp: int
    duration: int
    place: tuple[int, int, int, int]
    flags: int
    picture: bytes


def is_animated_webp(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(21)
    except OSError:
        return False
    return head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and len(head) == 21 and bool(head[20] & _ANIMATED)


class WebpFrames:
    """The frames of an animated WebP, whole and over black where they are transparent; stamps are milliseconds."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.time_base = Fraction(1, 1000)
        self.zero = 0
        self.size = (1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
        if self.size[0] * self.size[1] > MOST_PIXELS:
            raise MediaUnusable(f"{path} is {self.size[0]} x {self.size[1]} pixels", hint="make it smaller")
        self._parts = list(_parts(data))
        if not self._parts:
            raise MediaUnusable(f"{path} has no picture that can be decoded", hint="save it again")
        self.milliseconds = self._parts[-1].stamp + self._parts[-1].duration
        self.frame_ticks = max(1, self.milliseconds // len(self._parts))

    @property
    def count(self) -> int:
        return len(self._parts)

    def close(self) -> None:
        self._parts = []

    def frames_from(self, stamp: int | None) -> Iterator[VideoFrame]:
        canvas = np.zeros((self.size[1], self.size[0], 4), np.uint8)
        for part in self._parts:
            x, y, width, height = part.place
            under = canvas[y : y + height, x : x + width]
            picture = _picture(part)
            if picture is not None and picture.shape == under.shape:
                under[...] = picture if part.flags & _NOT_BLENDED else _over(picture, under)
            frame = VideoFrame.from_ndarray(canvas, "bgra")
            frame.pts, frame.time_base = part.stamp, self.time_base
            yield frame
            if part.flags & _EMPTIED_AFTER:
                under[...] = 0


def _parts(data: bytes) -> Iterator[_Part]:
    """The frames up to where the file breaks off."""
    at, stamp = 12, 0
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
        if name != b"ANMF" or len(body) < length or length < 24:
            continue
        x, y, width, height, duration = (int.from_bytes(body[i : i + 3], "little") for i in range(0, 15, 3))
        duration = duration if duration > _SHORTEST_MS else _BROWSER_MS
        yield _Part(stamp, duration, (2 * x, 2 * y, width + 1, height + 1), body[15], body[16:])
        stamp += duration


def _picture(part: _Part) -> Pixels | None:
    """(height, width, 4) blue, green, red, alpha of one frame, which becomes a WebP file of its own."""
    _, _, width, height = part.place
    chunks = part.picture
    if chunks[:4] == b"ALPH":  # a picture with alpha needs the extended header
        sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunks = b"VP8X" + (10).to_bytes(4, "little") + b"\x10\0\0\0" + sizes + chunks
    file = b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WEBP" + chunks
    try:
        picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if picture is None:
        return None
    return np.asarray(picture if picture.shape[2] == 4 else cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), np.uint8)


def _over(picture: Pixels, under: Pixels) -> Pixels:
    """Straight alpha over straight alpha."""
    top, below = picture.astype(np.float32), under.astype(np.float32)
    alpha, rest = top[..., 3:] / 255, below[..., 3:] / 255
    kept = rest * (1 - alpha)
    total = alpha + kept
    color = (top[..., :3] * alpha + below[..., :3] * kept) / np.maximum(total, 1e-6)
    return np.asarray(np.concatenate([color, total * 255], axis=2) + 0.5, np.uint8)
