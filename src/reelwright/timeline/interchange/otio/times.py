"""Times of OpenTimelineIO: a value at a rate, read to exact seconds and written as whole frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.otio.node import Node
from reelwright.units.time import frame_at

_LONGEST = 10**8
"""Seconds; beyond any timecode."""
_NTSC = (24, 30, 48, 60, 120, 240)
_FINEST = 10**9
"""Parts of a value that are told apart; what is finer is noise of binary numbers."""


@dataclass(frozen=True, slots=True)
class Span:
    """Exact seconds."""

    start: Fraction
    duration: Fraction

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


def exact_rate(rate: float) -> Fraction:
    """The rate a binary float stands for: 23.976023976… and 23.976 are 24000/1001."""
    whole = round(rate)
    if abs(rate - whole) < 1e-6 and whole:
        return Fraction(whole)
    for nominal in _NTSC:
        if abs(rate - nominal * 1000 / 1001) < 0.005:
            return Fraction(nominal * 1000, 1001)
    return Fraction(rate).limit_denominator(1001)


def rate_of(time: Node) -> Fraction:
    """Of a RationalTime. Raises ``InvalidDocument`` when it is not above 0."""
    return rate_of_number(time.number("rate"), time.at("rate"))


def rate_of_number(rate: float, pointer: str) -> Fraction:
    """The exact rate. Raises ``InvalidDocument`` when it is not above 0."""
    found = exact_rate(rate)
    if found <= 0 or rate > 1e9:
        raise InvalidDocument(f"{rate:g} is no rate; it should be above 0", pointer=pointer)
    return found


def seconds_of(time: Node) -> Fraction:
    """Of a RationalTime. Raises ``InvalidDocument`` for what is no time, or too long a one."""
    if time.schema != "RationalTime":
        raise InvalidDocument(f"should be a RationalTime, not {time.schema}", pointer=time.pointer)
    value = Fraction(round(Fraction(time.number("value")) * _FINEST), _FINEST)
    seconds = value / rate_of(time)
    if abs(seconds) > _LONGEST:
        raise InvalidDocument("is too long a time for any video", pointer=time.at("value"))
    return seconds


def time_at(node: Node, key: str) -> Fraction | None:
    time = node.node(key)
    return None if time is None else seconds_of(time)


def span_at(node: Node, key: str) -> Span | None:
    """A TimeRange. Raises ``InvalidDocument`` when it lasts less than nothing."""
    found = node.node(key)
    if found is None:
        return None
    if found.schema != "TimeRange":
        raise InvalidDocument(f"should be a TimeRange, not {found.schema}", pointer=found.pointer)
    duration = time_at(found, "duration") or Fraction(0)
    if duration < 0:
        raise InvalidDocument("lasts less than nothing", pointer=found.at("duration"))
    return Span(time_at(found, "start_time") or Fraction(0), duration)


def in_document(seconds: Fraction, fps: Fraction) -> float | int | str:
    """The nearest frame edge as our documents write it: plain seconds where those are exact, else ``"12f"``."""
    frames = frame_at(seconds, fps)
    milliseconds = frames * 1000 / fps
    if milliseconds.denominator != 1:
        return f"{frames}f"
    return int(milliseconds) // 1000 if milliseconds % 1000 == 0 else int(milliseconds) / 1000


def in_medium(seconds: Fraction, fps: Fraction) -> float | int | str:
    """A time of a medium: as ``in_document`` where it is a frame edge, else seconds to the microsecond."""
    if (seconds * fps).denominator == 1:
        return in_document(seconds, fps)
    return round(float(seconds), 6)


def rational_time(frames: Fraction | int, fps: Fraction) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(fps), "value": float(frames)}


def time_range(start: Fraction | int, frames: Fraction | int, fps: Fraction) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": rational_time(frames, fps),
        "start_time": rational_time(start, fps),
    }
