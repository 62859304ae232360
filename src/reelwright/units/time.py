"""Exact time: seconds are fractions, frames and samples are whole numbers, rounding is half up and happens once."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

SAMPLE_RATE = 48_000
"""Samples per second of every mix."""

_NTSC = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.952": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}
_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)(?:\s*/\s*(\d+))?\s*")


def exact(seconds: float | int | str | Fraction) -> Fraction:
    """The number as it was written: ``exact(0.1) == Fraction(1, 10)``, not the nearest binary float."""
    return seconds if isinstance(seconds, Fraction) else Fraction(str(seconds))


def parse_rate(text: str | int | float) -> Fraction:
    """Frames per second from ``30``, ``"30000/1001"`` or the customary decimals (``29.97`` means 30000/1001).

    Raises ``ValueError`` when it is not a rate between 1 and 240.
    """
    written = str(text).strip()
    match = _RATE.fullmatch(written)
    if match is None or match.group(2) == "0":
        raise ValueError(f"{written!r} is not a frame rate; write a number such as 30 or a fraction such as 30000/1001")
    rate = _NTSC.get(written.rstrip("0") if "." in written else written)
    if rate is None:
        rate = Fraction(match.group(1)) / int(match.group(2) or 1)
    if not 1 <= rate <= 240:
        raise ValueError(f"frame rate {written} is outside 1 to 240")
    return rate


def half_up(value: Fraction) -> int:
    """Nearest whole number, halves upwards."""
    return floor(value + Fraction(1, 2))


def frame_at(seconds: Fraction, fps: Fraction) -> int:
    """The frame edge nearest to a time."""
    return half_up(seconds * fps)


def seconds_of(frames: int, fps: Fraction) -> Fraction:
    """The exact time of a frame edge."""
    return frames / fps


def sample_of(frame: int, fps: Fraction, sample_rate: int = SAMPLE_RATE) -> int:
    """The sample edge nearest to a frame edge. Edges, not lengths, are rounded: no drift over any number of frames."""
    return half_up(frame * sample_rate / fps)


def clock(seconds: float | Fraction, separator: str = ".") -> str:
    """``HH:MM:SS.mmm`` as WebVTT (``.``) and SubRip (``,``) write it."""
    millis = half_up(exact(seconds) * 1000)
    hours, millis = divmod(millis, 3_600_000)
    minutes, millis = divmod(millis, 60_000)
    whole, millis = divmod(millis, 1000)
    return f"{hours:02d}:{minutes:02d}:{whole:02d}{separator}{millis:03d}"
