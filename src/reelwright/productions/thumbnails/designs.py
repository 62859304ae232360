"""Designs of thumbnails, as data: each a timeline document to be filled with a picture, words and colours."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.palettes import Palette

VEILS = ("8c", "b3", "d9", "f2")
"""Strengths of a design's veil, as the alpha of a colour, from the weakest: the first that lets the words be read is taken."""
SIZES = {"youtube": (1280, 720), "vertical": (1080, 1920), "social": (1200, 630)}
"""Width and height in pixels: YouTube's own size, stories and shorts, link previews (Open Graph)."""
DARK = "#14141a"
_PLACE = re.compile(r"\$(?:\{(\w+)\}|([a-z]+))")


@dataclass(frozen=True)
class Design:
    """``wide`` and ``tall`` are clips with places to fill. It ``mirrors`` when its subject stands where the words are, and
    ``flips`` top to bottom when the subject is low; ``marked`` words lie on marker strokes, ``outlined`` ones have an outline."""

    name: str
    about: str
    wide: tuple[dict[str, Any], ...]
    tall: tuple[dict[str, Any], ...]
    mirrors: bool = False
    flips: bool = False
    text: str = "ink"
    marked: bool = False
    outlined: bool = False


@dataclass(frozen=True)
class Filling:
    """``photo`` is the picture's name beside the document, ``focus`` what to keep in view of it. ``key`` is the part of the
    title to be stressed, empty for none."""

    photo: str
    focus: tuple[float, float]
    title: str
    key: str
    palette: Palette
    veil: str = VEILS[0]


@cache
def designs() -> Mapping[str, Design]:
    """By name, in the order in which they are taken."""
    rows = json.loads(files("reelwright.productions.thumbnails").joinpath("designs.json").read_text("utf-8"))
    return {row["name"]: Design(**{**row, "wide": tuple(row["wide"]), "tall": tuple(row["tall"])}) for row in rows}


def design_named(name: str) -> Design:
    """Raises ``InvalidInput`` for one there is not."""
    if name not in designs():
        raise InvalidInput(f"there is no design {name[:40]!r}", hint=f"choose of {', '.join(designs())}")
    return designs()[name]


def document(design: Design, filling: Filling, size: tuple[int, int], *, with_words: bool = True) -> dict[str, Any]:
    """A timeline document of one still picture; without words it shows what they lie on."""
    is_tall = size[1] > size[0]
    clips = [_filled(clip, design, filling) for clip in (design.tall if is_tall else design.wide)]
    if design.mirrors and not is_tall and filling.focus[0] < 0.42:
        clips = [_mirrored(clip) for clip in clips]
    if design.flips and filling.focus[1] > 0.6:
        clips = [_flipped(clip) for clip in clips]
    with_words = with_words and bool(filling.title.strip())
    clips = [clip for clip in clips if with_words or clip["type"] != "text"]
    tracks = [{"clips": [clip | {"start": 0, "duration": 1}]} for clip in clips]
    canvas = {"width": size[0], "height": size[1], "fps": "10", "background": filling.palette.deep, "duration": 1}
    return {"version": 1, "canvas": canvas, "tracks": tracks}


def words_color(design: Design, palette: Palette) -> str:
    return DARK if design.text == "dark" else palette.ink


def ground_color(design: Design, palette: Palette) -> str | None:
    """What the words lie on, where the design itself sees to that; ``None``: on the picture."""
    if design.marked:
        return palette.accent
    return "#0b0b0f" if design.outlined else None


def _filled(part: Any, design: Design, filling: Filling) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, design, filling) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(each, design, filling) for each in part]
    if part == "$spans":
        return _spans(design, filling)
    if part == "$focus":
        return [round(value, 4) for value in filling.focus]
    if isinstance(part, str) and "$" in part:
        values = {
            "photo": filling.photo, "veil": filling.veil, "deep": filling.palette.deep, "mid": filling.palette.mid,
            "accent": filling.palette.accent, "ink": filling.palette.ink, "dark": DARK,
        }  # fmt: skip
        return _PLACE.sub(lambda match: values[match[1] or match[2]], part)
    return part


def _spans(design: Design, filling: Filling) -> list[dict[str, Any]]:
    """The title, its key words in the accent's colour; on marker strokes all of it, the key words on white."""
    before, key, after = _parted(filling.title, filling.key)
    if design.marked:
        color = [
            ("#ffffff", text) if text == key and key else (filling.palette.accent, text)
            for text in (before, key, after)
        ]
        return [{"text": text, "highlight": stroke} for stroke, text in color if text]
    spans = [{"text": before}, {"text": key, "color": filling.palette.accent}, {"text": after}]
    return [span for span in spans if span["text"]]


def _parted(title: str, key: str) -> tuple[str, str, str]:
    place = title.casefold().find(key.casefold()) if key else -1
    if place < 0 or len(title.casefold()) != len(title) or _joins(title):
        return title, "", ""
    return title[:place], title[place : place + len(key)], title[place + len(key) :]


def _joins(text: str) -> bool:
    """Whether letters take their form from their neighbours: a colour that changes within a line could part them."""
    return any(unicodedata.bidirectional(letter) in ("AL", "R") for letter in text)


_SIDES = {
    f"{end}{side}": f"{end}{other}"
    for end in ("", "top-", "bottom-")
    for side, other in (("left", "right"), ("right", "left"))
}
_ENDS = {
    f"{end}{side}": f"{other}{side}"
    for side in ("", "-left", "-right")
    for end, other in (("top", "bottom"), ("bottom", "top"))
}


def _mirrored(clip: dict[str, Any]) -> dict[str, Any]:
    """The same, left and right exchanged; words keep their direction."""
    found = dict(clip)
    if "x" in clip:
        found["x"] = _from_other_end(clip["x"])
    found["anchor"] = _SIDES.get(clip.get("anchor", "center"), clip.get("anchor", "center"))
    if "points" in clip:
        found["points"] = [[round(1 - x, 4), y] for x, y in clip["points"]]
    fill = clip.get("fill")
    if isinstance(fill, dict) and "angle" in fill:
        found["fill"] = fill | {"angle": (360 - fill["angle"]) % 360}
    return found


def _flipped(clip: dict[str, Any]) -> dict[str, Any]:
    """The same, top and bottom exchanged."""
    if clip["type"] == "image":
        return clip
    found = dict(clip)
    if "y" in clip:
        found["y"] = _from_other_end(clip["y"])
    found["anchor"] = _ENDS.get(clip.get("anchor", "center"), clip.get("anchor", "center"))
    if clip.get("vertical_align") == "bottom":
        found["vertical_align"] = "top"
    fill = clip.get("fill")
    if isinstance(fill, dict) and fill.get("gradient") == "linear":
        found["fill"] = fill | {"angle": (180 - fill["angle"]) % 360}
    return found


def _from_other_end(length: str) -> str:
    return f"{100 - float(length.rstrip('%')):g}%"
