"""Title cards, section heads and large figures."""

from __future__ import annotations

import unicodedata
from typing import Any

from reelwright.productions.narrate.figures import Figure
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette

Clip = dict[str, Any]
Span = tuple[float, float]


def title_card(frame: Frame, palette: Palette, text: str, span: Span, over_picture: bool) -> list[list[Clip]]:
    """The video's title, large, with a bar of colour before it."""
    size = frame.unit * (10.5 if frame.is_wide else 10)
    return _headline(frame, palette, text, span, size, over_picture)


def section_card(frame: Frame, palette: Palette, text: str, place: tuple[int, int], span: Span) -> list[list[Clip]]:
    """A section's title with its number above: ``place`` is (number, of how many)."""
    layers = _headline(frame, palette, text, span, frame.unit * (8 if frame.is_wide else 8.4), over_picture=False)
    if place[1] < 2:
        return layers
    above = frame.title_middle - frame.unit * (21 if frame.is_wide else 15)
    kicker = _text(frame, f"{place[0]} / {place[1]}", _after(span, 0.1), above, frame.unit * 3.4, palette.accent)
    return [*layers, [kicker]]


def section_label(frame: Frame, palette: Palette, text: str, span: Span) -> list[list[Clip]]:
    """A section's title as a small label over a picture, for a few seconds."""
    until = (span[0], min(span[1], span[0] + 4.5))
    label = _text(frame, text, until, frame.margin, frame.unit * 4.2, palette.ink)
    label |= {
        "background": {
            "color": palette.deep + "d9",
            "padding": round(frame.unit * 1.8, 1),
            "corner_radius": round(frame.unit * 1.4, 1),
        }
    }
    label |= {
        "width": round(frame.width - 2 * frame.margin - frame.unit * 4, 1),
        "x": round(frame.margin + frame.unit * 2, 1),
    }
    return [[label | {"exit": {"preset": "fade", "duration": 0.4}}]]


def figure_card(frame: Frame, palette: Palette, figure: Figure, span: Span) -> list[list[Clip]]:
    """A number, as large as its place allows, and what it counts."""
    x, y, radius = frame.motif
    number = _text(
        frame, figure.number, span, y - (frame.unit * 4 if figure.label else 0), frame.unit * 22, palette.accent
    )
    number |= {"x": round(x, 1), "anchor": "center", "align": "center", "width": round(radius * 2.1, 1), "max_lines": 1}
    number["font"] = {"size": round(frame.unit * 22, 1), "min_size": round(frame.unit * 7, 1), "weight": 700}
    number["enter"] = {"preset": "zoom", "scale": 0.7, "duration": 0.6, "easing": "ease-out-back"}
    layers = [[number]]
    if figure.label:
        label = _text(frame, figure.label, _after(span, 0.15), y + frame.unit * 10, frame.unit * 5, palette.soft)
        layers.append(
            [label | {"x": round(x, 1), "anchor": "center", "align": "center", "width": round(radius * 2.1, 1)}]
        )
    return layers


def _headline(
    frame: Frame, palette: Palette, text: str, span: Span, size: float, over_picture: bool
) -> list[list[Clip]]:
    middle = frame.title_middle
    bar_height = frame.unit * (15 if frame.is_wide else 12)
    is_mirrored = _runs_right_to_left(text)  # then the bar stands at the text's right, where reading begins
    bar_left = frame.margin + (frame.text_width - frame.unit * 1.1 if is_mirrored else 0)
    text_left = frame.margin + (0 if is_mirrored else frame.unit * 3.6)
    bar = {
        "type": "shape", "start": round(span[0] + 0.1, 3), "duration": round(span[1] - span[0] - 0.1, 3), "fill": palette.accent,
        "x": round(bar_left, 1), "y": round(middle, 1), "anchor": "left", "width": round(frame.unit * 1.1, 1), "height": round(bar_height, 1),
        "corner_radius": round(frame.unit * 0.5, 1), "enter": {"preset": "wipe", "direction": "down", "duration": 0.6},
        "exit": {"preset": "fade", "duration": 0.4},
    }  # fmt: skip
    headline = _text(frame, text, _after(span, 0.2), middle, size, palette.ink)
    headline |= {
        "x": round(text_left, 1), "width": round(frame.text_width - frame.unit * 3.6, 1),
        "height": round(frame.unit * (40 if frame.is_wide else 28), 1), "max_lines": 4,
        "font": {"size": round(size, 1), "min_size": round(size * 0.5, 1), "weight": 700}, "line_height": 1.12,
    }  # fmt: skip
    layers = [[bar], [headline]]
    if over_picture:
        veil: Clip = {
            "type": "shape", "start": span[0], "duration": round(span[1] - span[0], 3), "exit": {"preset": "fade", "duration": 0.5},
            "fill": {"gradient": "linear", "angle": 90 if frame.is_wide else 180, "stops": [
                {"at": 0, "color": palette.deep + "f2"}, {"at": 0.45, "color": palette.deep + "c4"}, {"at": 1, "color": palette.deep + "10"}]},
        }  # fmt: skip
        layers.insert(0, [veil])
    return layers


def _text(frame: Frame, text: str, span: Span, middle: float, size: float, color: str) -> Clip:
    """A line that slides in at the left margin."""
    return {
        "type": "text", "text": text, "start": round(span[0], 3), "duration": round(span[1] - span[0], 3), "color": color,
        "x": round(frame.margin, 1), "y": round(middle, 1), "anchor": "left", "align": "start", "width": round(frame.text_width, 1),
        "font": {"size": round(size, 1), "weight": 700},
        "enter": {"preset": "slide", "direction": "up", "distance": round(frame.unit * 4, 1), "duration": 0.6},
        "exit": {"preset": "fade", "duration": 0.4},
    }  # fmt: skip


def _runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction belongs to a script written from right to left."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((direction for direction in directions if direction in ("L", "R", "AL")), "L") != "L"


def _after(span: Span, seconds: float) -> Span:
    return span[0] + min(seconds, (span[1] - span[0]) / 3), span[1]
