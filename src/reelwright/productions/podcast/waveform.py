"""The voice of who talks as a row of bars that runs past: what was said lies left of the middle, what comes right of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette

Clip = dict[str, Any]
Values = npt.NDArray[np.float32]
BARS_A_SECOND = 10
_PIECE = 600
"""Bars in one outline: a turn may last as long as it likes."""
_LOUD = 95
"""Percentile of a voice's bars that are drawn at full height; a few shouts do not make the rest small."""
_LEAST = 0.06
"""Height of a silent bar, a part of the row's."""


def levels(spoken: Sequence[tuple[float, Values]], turn: tuple[float, float]) -> Values:
    """The bars of a turn, 0 to 1, from what is spoken in it: (start in seconds, root mean squares of its bars)."""
    start, end = turn
    bars = np.zeros(max(1, round((end - start) * BARS_A_SECOND)), np.float32)
    for at, loud in spoken:
        first = round((at - start) * BARS_A_SECOND)
        part = loud[max(0, -first) : len(bars) - first]
        place = max(0, first)
        bars[place : place + len(part)] = np.maximum(bars[place : place + len(part)], part)
    heard = bars[bars > 1e-4]
    full = float(np.percentile(heard, _LOUD)) if len(heard) else 1.0
    return np.asarray(np.clip(bars / full, 0, 1) ** 0.7, np.float32)


def strip(
    frame: Frame, palette: Palette, card: tuple[int, int, int, int], turn: tuple[float, float], bars: Values
) -> list[Clip]:
    """Over the lower edge of a speaker's card, there as long as the turn: a panel, and on it the two halves of the row."""
    left, top, width, height = card
    gap, tall = round(frame.unit * 3), round(frame.unit * 9) // 2 * 2
    half = (width - 2 * gap) // 4 * 2
    x, y = left + gap, top + height - gap - tall
    seconds = round(turn[1] - turn[0], 3)
    fade = {"preset": "fade", "duration": round(min(0.25, seconds / 3), 3)}
    there: Clip = {"start": turn[0], "duration": seconds, "anchor": "top-left", "enter": fade, "exit": fade}
    panel: Clip = {
        "type": "shape", "x": x, "y": y, "width": 2 * half, "height": tall, "fill": palette.deep + "cc",
        "corner_radius": round(tall / 2), **there,
    }  # fmt: skip
    inset = round(tall / 2)
    row = [
        {"type": "composition", "x": place, "y": y, "width": half - inset, "height": tall, **there,
         "document": _half(frame, (half - inset, tall), bars, (middle, color))}
        for place, middle, color in ((x + inset, half - inset, palette.accent), (x + half, 0, palette.ink + "80"))
    ]  # fmt: skip
    return [panel, *row]


def _half(frame: Frame, size: tuple[int, int], bars: Values, look: tuple[int, str]) -> Clip:
    """A window past which the bars run; ``look`` is where the present moment lies in it, and the colour."""
    middle, color = look
    width, height = size
    pitch = round(frame.unit * 1.4, 2)
    seconds = round(len(bars) / BARS_A_SECOND, 3)
    pieces: list[Clip] = []
    for first in range(0, len(bars), _PIECE):
        part = bars[first : first + _PIECE]
        begins, runs = middle + first * pitch, seconds * BARS_A_SECOND * pitch
        pieces.append(
            {
                "type": "shape", "shape": "path", "path": _outline(part, pitch, height), "fill": "#00000000", "start": 0, "duration": seconds,
                "x": begins, "y": 0, "anchor": "top-left", "width": round(len(part) * pitch, 2), "height": height,
                "border": {"color": color, "width": round(pitch * 0.5, 2), "cap": "round"},
                "animate": {"x": [{"at": 0, "value": begins}, {"at": seconds, "value": round(begins - runs, 2), "easing": "linear"}]},
            }
        )  # fmt: skip
    return {
        "version": 1, "canvas": {"width": width, "height": height, "background": "#00000000", "duration": seconds},
        "tracks": [{"clips": [piece]} for piece in pieces],
    }  # fmt: skip


def _outline(bars: Values, pitch: float, height: int) -> str:
    room = height * 0.36
    middle = height / 2
    return "".join(
        f"M{(place + 0.5) * pitch:.1f} {middle - tall:.1f}V{middle + tall:.1f}"
        for place, tall in enumerate(float(max(_LEAST, bar)) * room for bar in bars)
    )
