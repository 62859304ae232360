"""Keyframes of one clip, read as curves over its frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import Animate, Keyframe
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.schedule import clip_seconds
from reelwright.timeline.values import parse_length
from reelwright.units.color import Color, parse_color
from reelwright.units.level import parse_gain

Number = Callable[[float | str, str], float]
"""A written value and its pointer → a number. Raises ``InvalidDocument``."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Reads the animations of the clip at ``pointer``, which lasts ``length`` seconds."""

    animate: Animate
    length: Fraction
    fps: Fraction
    pointer: str
    canvas: tuple[int, int]

    def curve(self, name: str, base: float, number: Number) -> Curve:
        """The property's keyframes, or its constant value."""
        keyframes = self._of(name)
        return self.read(keyframes, f"{self.pointer}/animate/{name}", number) if keyframes else Curve.constant(base)

    def optional(self, name: str, number: Number) -> Curve | None:
        return self.curve(name, 0.0, number) if self._of(name) else None

    def lengths(self, axis: float) -> Number:
        """Lengths along an axis that is ``axis`` pixels long."""
        return lambda written, pointer: length_pixels(written, axis, self.canvas, pointer)

    def color(self, name: str) -> tuple[Curve, Curve, Curve, Curve] | None:
        """Keyframes of colours as one curve per channel."""
        keyframes = self._of(name)
        if not keyframes:
            return None
        pointer = f"{self.pointer}/animate/{name}"
        return tuple(self.read(keyframes, pointer, _channel(index)) for index in range(4))  # pyright: ignore[reportReturnType]

    def read(self, keyframes: tuple[Keyframe, ...], pointer: str, number: Number) -> Curve:
        keys: list[Key] = []
        for index, keyframe in enumerate(keyframes):
            at = float(clip_seconds(keyframe.at, self.length, self.fps, f"{pointer}/{index}/at") * self.fps)
            if keys and at <= keys[-1].frame:
                raise InvalidDocument("keyframes must come in order of time", pointer=f"{pointer}/{index}/at")
            keys.append(Key(at, number(keyframe.value, f"{pointer}/{index}/value"), keyframe.easing))
        return Curve(tuple(keys))

    def _of(self, name: str) -> tuple[Keyframe, ...] | None:
        return getattr(self.animate, name)


def _channel(index: int) -> Number:
    def value(written: float | str, pointer: str) -> float:
        return float(color_at(written, pointer)[index])

    return value


def color_at(written: float | str, pointer: str) -> Color:
    try:
        return parse_color(str(written))
    except ValueError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None


def length_pixels(written: float | str, axis: float, canvas: tuple[int, int], pointer: str) -> float:
    try:
        return parse_length(written).pixels(axis, canvas)
    except ValueError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None


def plain(value: float | str, pointer: str) -> float:
    if isinstance(value, str):
        raise InvalidDocument(f"should be a number, not {value!r}", pointer=pointer)
    return value


def within(low: float, high: float) -> Number:
    """Plain numbers between two limits."""

    def number(value: float | str, pointer: str) -> float:
        found = plain(value, pointer)
        if not low <= found <= high:
            raise InvalidDocument(f"should be from {low:g} to {high:g}, not {found:g}", pointer=pointer)
        return found

    return number


def gain(value: float | str, pointer: str) -> float:
    try:
        return parse_gain(value)
    except ValueError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None
