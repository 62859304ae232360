"""Numbered pictures, one after the other, as a document inside the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.otio.frame import Frame
from reelwright.timeline.interchange.otio.literal import literal
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import Item
from reelwright.timeline.interchange.otio.times import in_document, rate_of_number, span_at
from reelwright.timeline.interchange.otio.urls import source_of
from reelwright.units.time import frame_at

Json = dict[str, Any]
_MOST_PICTURES = 3000


def sequence(reference: Node, item: Item, frame: Frame) -> Json:
    """A composition of the pictures that are seen of an ImageSequenceReference, each as long as it is seen."""
    numbering = _numbering(reference)
    shown = list(islice(_shown(numbering, item, frame.fps), _MOST_PICTURES + 1))
    if len(shown) > _MOST_PICTURES:
        message = f"only the first {_MOST_PICTURES} pictures of the sequence are shown; make a video of it"
        reference.report.lost(reference.pointer, message)
        shown = shown[:_MOST_PICTURES]
    clips: list[Json] = []
    at = 0
    for index, frames in shown:
        start, duration = (in_document(count / frame.fps, frame.fps) for count in (at, frames))
        clips.append(
            {"type": "image", "src": numbering.source(index), "fit": "contain", "start": start, "duration": duration}
        )
        at += frames
    document: Json = {"version": 1, "canvas": frame.canvas("transparent"), "tracks": [{"clips": clips}]}
    return {"type": "composition", "document": literal(document)}


@dataclass(frozen=True, slots=True)
class _Numbering:
    """``rate`` is in pictures a second, ``last`` the index of the last picture that is known of."""

    base: str
    prefix: str
    suffix: str
    first: int
    step: int
    digits: int
    rate: Fraction
    last: int | None

    def source(self, index: int) -> str:
        number = self.first + index * self.step
        written = f"{'-' if number < 0 else ''}{abs(number):0{self.digits}d}"
        return source_of(f"{self.base}{self.prefix}{written}{self.suffix}")


def _numbering(reference: Node) -> _Numbering:
    step, digits = round(reference.number("frame_step", 1)), round(reference.number("frame_zero_padding", 0))
    if step < 1:
        raise InvalidDocument("should be 1 or more", pointer=reference.at("frame_step"))
    if not 0 <= digits <= 20:
        raise InvalidDocument("is no number of digits", pointer=reference.at("frame_zero_padding"))
    rate = rate_of_number(reference.number("rate", 1), reference.at("rate")) / step
    available = span_at(reference, "available_range")
    last = None if available is None else max(floor(available.duration * rate) - 1, 0)
    base = reference.text("target_url_base")
    return _Numbering(
        base if not base or base.endswith("/") else f"{base}/", reference.text("name_prefix"), reference.text("name_suffix"),
        round(reference.number("start_frame", 1)), step, digits, rate, last,
    )  # fmt: skip


def _shown(numbering: _Numbering, item: Item, fps: Fraction) -> Iterator[tuple[int, int]]:
    """The index of each picture that is seen, and for how many frames."""
    scalar, rate, covered = Fraction(str(item.scalar)), numbering.rate, item.covered
    begin = covered.start if scalar >= 0 else max(covered.end - 1 / fps, Fraction(0))
    frames = frame_at(item.last, fps) - frame_at(item.first, fps)
    at = 0
    while at < frames:
        index = max(floor((begin + scalar * at / fps) * rate), 0)
        last = index if numbering.last is None else min(index, numbering.last)
        if scalar > 0 and last == index != numbering.last:
            until = ceil(((index + 1) / rate - begin) * fps / scalar)
        elif scalar < 0 and last > 0:
            until = floor((begin - last / rate) * fps / -scalar) + 1
        else:
            until = frames
        until = max(at + 1, min(until, frames))
        yield last, until - at
        at = until
