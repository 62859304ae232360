"""Shotstack's tweens → keyframes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.shotstack.names import EASINGS
from reelwright.timeline.interchange.shotstack.source import Source

_AT_ONCE = 0.001
"""Seconds in which a value jumps from one tween to the next."""


def animated(source: Source, key: str, value: Callable[[float], Any]) -> tuple[Any, list[dict[str, Any]] | None]:
    """A number, or tweens: the constant value and the keyframes, each made by ``value`` from Shotstack's number.

    Without the key both are ``None``.
    """
    written = source.get(key)
    if not isinstance(written, list):
        return (value(source.number(key)), None) if written is not None else (None, None)
    keyframes: list[dict[str, Any]] = []
    for tween in source.items(key):
        tween.only("from", "to", "start", "length", "interpolation", "easing")
        start, length = tween.number("start", 0), tween.number("length")
        if length <= 0:
            raise InvalidDocument("a tween takes some time", pointer=tween.at("length"))
        _begin(keyframes, start, value(tween.number("from")))
        end = {"at": round(start + length, 6), "value": value(tween.number("to")), "easing": _easing(tween)}
        if keyframes and end["at"] <= keyframes[-1]["at"]:
            raise InvalidDocument("tweens must follow each other in time", pointer=tween.pointer)
        keyframes.append(end)
    return None, keyframes or None


def _begin(keyframes: list[dict[str, Any]], start: float, first: Any) -> None:
    """The first value of a tween: what was before holds until its start, then it is there at once."""
    if not keyframes:
        keyframes.append({"at": round(start, 6), "value": first})
    elif keyframes[-1]["value"] != first:
        at = max(start, keyframes[-1]["at"])
        keyframes.append({"at": round(at + _AT_ONCE, 6), "value": first, "easing": "hold"})
    elif start > keyframes[-1]["at"]:
        keyframes.append({"at": round(start, 6), "value": first, "easing": "linear"})


def _easing(tween: Source) -> str:
    kind = tween.choice("interpolation", {"linear": 1, "bezier": 1, "constant": 1}, "linear")
    if kind == "constant":
        return "hold"
    if kind == "linear" and not tween.has("easing"):
        return "linear"
    return EASINGS[tween.choice("easing", EASINGS, "ease")]
