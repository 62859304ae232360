"""Moving backgrounds: a deep gradient with large soft lights that drift across it."""

from __future__ import annotations

from random import Random
from typing import Any

from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette

Clip = dict[str, Any]
_DRIFT_SECONDS = 16


def background(frame: Frame, palette: Palette, span: tuple[float, float], random: Random) -> tuple[Clip, list[Clip]]:
    """The still ground, and the lights above it, for ``span`` (start, end) seconds."""
    start, end = span
    angle = random.choice([120, 135, 150, 205, 220])
    ground: Clip = {
        "type": "shape", "start": start, "duration": round(end - start, 3),
        "fill": {"gradient": "linear", "angle": angle, "stops": [{"at": 0, "color": palette.deep}, {"at": 1, "color": palette.mid}]},
    }  # fmt: skip
    return ground, [_light(frame, palette, span, random, place) for place in range(2)]


def _light(frame: Frame, palette: Palette, span: tuple[float, float], random: Random, place: int) -> Clip:
    size = 4 * round(frame.unit * random.uniform(85, 110) / 4)
    color = palette.glow if place == 0 else palette.accent
    corner = (0.9, 0.05) if place == 0 else (0.02, 0.95)
    x, y = frame.width * corner[0], frame.height * corner[1]
    drift = [frame.unit * random.uniform(8, 16) * random.choice([-1, 1]) for _ in range(2)]
    seconds = span[1] - span[0]
    fade = [
        {"at": 0, "color": color + "8c" if place == 0 else color + "38"},
        {"at": 0.5, "color": color + ("38" if place == 0 else "16")},
        {"at": 1, "color": color + "00"},
    ]
    return {
        "type": "shape", "start": span[0], "duration": round(seconds, 3), "x": round(x, 1), "y": round(y, 1),
        "width": round(size, 1), "height": round(size, 1),
        "fill": {"gradient": "radial", "radius": 0.7, "stops": fade},
        "animate": {"x": to_and_fro(x, drift[0], seconds), "y": to_and_fro(y, drift[1], seconds)},
    }  # fmt: skip


def to_and_fro(middle: float, by: float, seconds: float) -> list[Clip]:
    """Keyframes of a slow drift. Its pace does not depend on how long it lasts: an edit at the end changes nothing before it."""
    turns = range(int(seconds / _DRIFT_SECONDS) + 2)
    places = [2 * round((middle + (by if turn % 2 else -by)) / 2) for turn in turns]
    return [
        {"at": turn * _DRIFT_SECONDS, "value": place, "easing": "ease-in-out-sine"}
        for turn, place in zip(turns, places, strict=True)
    ]
