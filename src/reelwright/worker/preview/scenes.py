"""The documents a preview has open, ready to draw any frame of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import cv2

from reelwright.errors import ReelwrightError
from reelwright.render.files import Files
from reelwright.render.stage import Readers
from reelwright.render.still import Stills
from reelwright.timeline.reading import Reading
from reelwright.worker.preview.footage import Shelf

_MOST_SCENES = 3
_QUALITY = 84
"""Of JPEG and WebP; above it a preview only takes longer to send."""
_NEAR_SECONDS = 4
Form = Literal["jpeg", "webp"]


@dataclass(frozen=True)
class Part:
    """0 is the first frame, 1 the last."""

    part: float


class Scenes:
    """Scenes by document and width. Footage, probed files and decoders are shared between them, so that an edited document
    is open at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelf = Shelf()
        self.files = Files(folder)
        self._open: OrderedDict[tuple[str, int], Stills] = OrderedDict()
        self._ahead: Iterator[int] = iter(())
        self._newest: Stills | None = None
        cv2.setNumThreads(1)

    def picture(self, digest: str, reading: Reading, at: Fraction | Part, width: int, form: Form) -> tuple[int, bytes]:
        """The frame shown at a time (seconds) or a part of the whole, and its number."""
        stills = self._stills(digest, reading, width)
        frame = round(at.part * (stills.timeline.frames - 1)) if isinstance(at, Part) else stills.frame_at(at)
        options = [cv2.IMWRITE_WEBP_QUALITY, _QUALITY] if form == "webp" else [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
        _, data = cv2.imencode(".webp" if form == "webp" else ".jpg", stills.pixels(frame), options)
        self._newest, self._ahead = (
            stills,
            _wave(frame, stills.timeline.frames, round(_NEAR_SECONDS * stills.timeline.fps)),
        )
        return frame, data.tobytes()

    def forget_all_but(self, digests: set[str]) -> None:
        """Close scenes of documents that are no longer open."""
        for key in [key for key in self._open if key[0] not in digests]:
            self._close(key)

    def read_ahead(self) -> bool:
        """Read the footage of one frame near the one looked at last; whether there is more to read."""
        if self._newest is None:
            return False
        before = self._shelf.missed
        while self._shelf.missed == before:
            frame = next(self._ahead, None)
            if frame is None or self._shelf.room < 4_000_000:
                self._newest = None
                return False
            try:
                self._newest.look_ahead(frame)
            except ReelwrightError:  # whoever looks at that frame is told
                continue
        return True

    def _stills(self, digest: str, reading: Reading, width: int) -> Stills:
        key = (digest, width)
        if key not in self._open:
            while len(self._open) >= _MOST_SCENES:
                self._close(next(iter(self._open)))
            self._open[key] = Stills(reading, self._folder, width, files=self.files, readers=Readers(self._shelf.open))
        self._open.move_to_end(key)
        return self._open[key]

    def _close(self, key: tuple[str, int]) -> None:
        stills = self._open.pop(key)
        if stills is self._newest:
            self._newest = None
        stills.close()


def _wave(frame: int, frames: int, near: int) -> Iterator[int]:
    """The frames after one, then those before it, then the rest forward: decoders like to go on."""
    yield from range(frame, min(frames, frame + near))
    yield from range(max(0, frame - near), frame)
    yield from range(min(frames, frame + near), frames)
    yield from range(max(0, frame - near))
