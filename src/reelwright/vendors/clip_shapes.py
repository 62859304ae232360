"""The nearest of what a vendor allows: lengths, shapes, sizes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_LINES = {"4k": 2160, "2k": 1440}


def nearest_seconds(wanted: float, allowed: Sequence[int]) -> int:
    """Whole seconds; of two as near the longer, for what is too much can be cut."""
    return min(allowed, key=lambda seconds: (abs(seconds - wanted), -seconds))


def nearest_shape(wanted: str, allowed: Iterable[str]) -> str:
    """A shape such as ``16:9``, nearest by the ratio of its sides."""
    return min(allowed, key=lambda shape: (abs(_slope(shape) - _slope(wanted)), shape != wanted))


def nearest_size(wanted: str, height: int, allowed: Iterable[str]) -> str:
    """A size such as ``1280:720``: of the nearest shape the one whose shorter side is nearest to ``height``."""
    return min(
        allowed,
        key=lambda size: (round(abs(_slope(size) - _slope(wanted)), 2), abs(min(_sides(size)) - height)),
    )


def nearest_lines(height: int, allowed: Iterable[str]) -> str:
    """A resolution such as ``720p`` or ``4k``; of two as near the smaller."""
    return min(allowed, key=lambda name: (abs(lines_of(name) - height), lines_of(name)))


def lines_of(name: str) -> int:
    """The shorter side of ``720p``, ``1080P`` or ``4k`` in pixels."""
    return _LINES.get(name.lower()) or int("".join(letter for letter in name if letter.isdigit()) or 0)


def _slope(shape: str) -> float:
    width, height = _sides(shape)
    return math.log(width / height)


def _sides(shape: str) -> tuple[int, int]:
    width, _, height = shape.replace("x", ":").replace("*", ":").partition(":")
    return int(width), int(height)
