"""Charts as drawings of the server's: plain SVG whose colours come from the style sheet, with the same numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 6, 12, 34
_LABELS = 7


@dataclass(frozen=True)
class Series:
    """One value for each place. ``tone`` names its colour: ``main``, ``good``, ``bad`` or ``second``."""

    name: str
    tone: str
    values: Sequence[float]


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    tone: str
    title: str


@dataclass(frozen=True)
class Mark:
    """A line of the grid with its words."""

    y: float
    text: str


@dataclass(frozen=True)
class Label:
    x: float
    text: str


@dataclass(frozen=True)
class Chart:
    """``rows`` are the numbers in words: a place, then each series'."""

    title: str
    summary: str
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    labels: Sequence[Label]
    series: Sequence[Series]
    rows: Sequence[Sequence[str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT

    @property
    def is_empty(self) -> bool:
        return not any(any(each.values) for each in self.series)


def columns(
    title: str, places: Sequence[str], series: Sequence[Series], *, unit: str = "", digits: int = 0, adds_up: bool = True
) -> Chart:  # fmt: skip
    """Columns side by side over ``places``, the series of one place stacked. ``unit`` stands before the numbers, such as ``$``.

    ``adds_up`` says whether the sum over all places means anything; of people who came on several days it does not.
    """

    def said(value: float, places: int = digits) -> str:
        return f"{unit}{value:,.{places}f}"

    totals = [sum(each.values[index] for each in series) for index in range(len(places))]
    top = round_top(max(totals, default=0.0), is_whole=digits == 0)
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(places))
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    bars: list[Bar] = []
    for index, place in enumerate(places):
        floor = float(HEIGHT - _BOTTOM)
        for each in series:
            height = each.values[index] * scale
            if height > 0:
                floor -= height
                told = f"{place}: {each.name} {said(each.values[index])}"
                bars.append(
                    Bar(
                        _round(_LEFT + step * index + step * 0.14),
                        _round(floor),
                        _round(step * 0.72),
                        _round(height),
                        each.tone,
                        told,
                    )
                )
    marks = [
        Mark(_round(HEIGHT - _BOTTOM - top * part * scale), said(top * part, 0 if top >= 10 or part == 0 else digits))
        for part in (0.0, 0.5, 1.0)
    ]
    every = max(1, math.ceil(len(places) / _LABELS))
    labels = [
        Label(_round(_LEFT + step * (index + 0.5)), place) for index, place in enumerate(places) if index % every == 0
    ]
    rows = [[place, *(said(each.values[index]) for each in series)] for index, place in enumerate(places)]
    told = {each.name: said(sum(each.values) if adds_up else max(each.values, default=0.0)) for each in series}
    summary = ", ".join(f"{name}: {number} {'in all' if adds_up else 'at most'}" for name, number in told.items())
    return Chart(title, summary, bars, marks, labels, series, rows)


def round_top(most: float, *, is_whole: bool) -> float:
    """The next of 1, 2, 4, 6, 10, 20 … that is not below ``most``. Whole numbers begin with 2, so that half of it is whole, too."""
    if is_whole:
        most = max(most, 2.0)
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(power * each for each in (1, 2, 4, 6, 10) if power * each >= most * (1 - 1e-9))


def _round(value: float) -> float:
    return round(value, 2)
