"""The small written values of a document: lengths, times and levels, and their meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reelwright.units.time import exact

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(px|%|vw|vh|vmin|vmax)?\s*")
_TERM = re.compile(
    rf"\s*(?:(?P<number>{_NUMBER})\s*(?P<unit>ms|s|f|%)?|(?P<ref>[A-Za-z_][\w-]*?\.(?:start|end))|(?P<word>after|with))\s*"
)

_LARGEST_LENGTH = 1e7
_LARGEST_TIME = 10**8
"""Beyond any canvas and any video; a guard for the arithmetic that follows."""

LengthUnit = Literal["px", "%", "vw", "vh", "vmin", "vmax"]


@dataclass(frozen=True, slots=True)
class Length:
    """A number of ``unit``; ``%`` counts along the axis the length is used on."""

    value: float
    unit: LengthUnit = "px"

    def pixels(self, axis: float, canvas: tuple[int, int]) -> float:
        """In pixels, for an axis that is ``axis`` pixels long, on a canvas of (width, height)."""
        width, height = canvas
        base = {"px": 100.0, "%": axis, "vw": width, "vh": height, "vmin": min(canvas), "vmax": max(canvas)}[self.unit]
        return self.value * base / 100


def parse_length(written: float | int | str) -> Length:
    """A length from ``120``, ``"50%"``, ``"6vh"`` … Raises ``ValueError``."""
    if not isinstance(written, str):
        return Length(_bounded(written))
    match = _LENGTH.fullmatch(written)
    if match is None:
        raise ValueError(
            f"{written!r} is not a length; write pixels such as 120, or a number with %, vw, vh, vmin or vmax"
        )
    unit: LengthUnit = match.group(2) or "px"  # pyright: ignore[reportAssignmentType]
    return Length(_bounded(float(match.group(1))), unit)


def _bounded(number: float) -> float:
    if not abs(number) <= _LARGEST_LENGTH:
        raise ValueError(f"{number:.3g} is too large a length" if abs(number) < 1e300 else "too large a length")
    return float(number)


@dataclass(frozen=True, slots=True)
class TimeTerm:
    """One signed part of a time: a number of ``unit``, an edge of another clip (``intro.end``), or ``after``/``with``."""

    sign: int
    number: Fraction | None = None
    unit: Literal["s", "f", "%"] = "s"
    clip: str | None = None
    edge: Literal["start", "end"] = "end"


@dataclass(frozen=True, slots=True)
class Time:
    """A sum of terms. ``after`` is the end of the clip before on the track, ``with`` its start; both have ``clip == ""``."""

    terms: tuple[TimeTerm, ...]

    @property
    def needs_neighbour(self) -> bool:
        return any(term.clip == "" for term in self.terms)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(term.clip for term in self.terms if term.clip)


def parse_time(written: float | int | str) -> Time:
    """A time from ``1.5``, ``"1.5s"``, ``"12f"``, ``"50%"``, ``"after + 0.5"``, ``"intro.end - 12f"``. Raises ``ValueError``."""
    if not isinstance(written, str):
        return Time((TimeTerm(1, _reachable(exact(written))),))
    text, position, sign = written, 0, 1
    terms: list[TimeTerm] = []
    while True:
        match = _TERM.match(text, position)
        if match is None:
            break
        terms.append(_term(match, sign))
        position = match.end()
        if position == len(text):
            return Time(tuple(terms))
        if text[position] not in "+-":
            break
        sign = 1 if text[position] == "+" else -1
        position += 1
    raise ValueError(
        f'{written!r} is not a time; write seconds such as 1.5, frames such as "12f", or a relation such as "intro.end + 0.5"'
    )


def _term(match: re.Match[str], sign: int) -> TimeTerm:
    if match["number"]:
        number, unit = _reachable(exact(match["number"])), match["unit"]
        if unit == "ms":
            return TimeTerm(sign, number / 1000)
        return TimeTerm(sign, number, unit or "s")  # pyright: ignore[reportArgumentType]
    if match["ref"]:
        clip, _, edge = match["ref"].rpartition(".")
        return TimeTerm(sign, clip=clip, edge=edge)  # pyright: ignore[reportArgumentType]
    return TimeTerm(sign, clip="", edge="end" if match["word"] == "after" else "start")


def _reachable(number: Fraction) -> Fraction:
    if abs(number) > _LARGEST_TIME:
        raise ValueError("too long a time for any video")
    return number
