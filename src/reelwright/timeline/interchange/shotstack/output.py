"""What a Shotstack edit says about its output: our canvas, our output, and what no document can say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.shotstack.merge_fields import merged
from reelwright.timeline.interchange.shotstack.names import ASPECTS, FORMATS, QUALITIES, RESOLUTIONS
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.units.time import exact, frame_at, parse_rate

Json = dict[str, Any]
_PICTURES = ("jpg", "png")
_TO_THE_END = 10**9
_SMALLEST, _LARGEST = 16, 8192


@dataclass(frozen=True)
class Capture:
    """A picture of the video at ``at`` seconds, ``scale`` times its size."""

    name: str
    at: float
    scale: float = 1.0


@dataclass(frozen=True)
class Rendition:
    """What an edit wants done with its document. ``frames`` (first, last) is a part of it; ``zoom`` enlarges it.

    ``honoured`` are the places in the edit that the importer reports as lost and that these fields hold.
    """

    format: str
    frames: tuple[int, int] | None
    captures: tuple[Capture, ...]
    zoom: float
    callback: str | None
    honoured: frozenset[str] = frozenset({"/output/range", "/output/poster", "/output/thumbnail", "/output/scaleTo"})


def rendition_of(tree: Any) -> Rendition:
    """What the edit asks for beyond its document. Raises ``InvalidDocument`` with a pointer into the edit."""
    report = Report()
    body, _ = merged(tree, report)
    edit = Source.of(body, "", report)
    output = Source.of(edit.get("output", {"format": "mp4"}), "/output", report)
    name = FORMATS[output.choice("format", FORMATS, "mp4")]
    canvas = canvas_of(output)
    height = _scaled_height(output, (canvas["width"], canvas["height"])) or canvas["height"]
    return Rendition(
        name, _frames(output, name, _rate(canvas["fps"])), tuple(_captures(output)), max(1.0, height / canvas["height"]),
        edit.text("callback") if edit.has("callback") else None,
    )  # fmt: skip


def canvas_of(output: Source) -> Json:
    """Size, rate and shape of the pictures."""
    name = output.choice("resolution", RESOLUTIONS, "hd" if not output.has("size") else "sd")
    width, height = _shape(output, name)
    if output.has("size"):
        size = output.inner("size").only("width", "height")
        width, height = _side(size, "width", width), _side(size, "height", height)
    return {
        "width": round(width / 2) * 2,
        "height": round(height / 2) * 2,
        "fps": output.get("fps", RESOLUTIONS[name][2]),
    }


def output_of(output: Source, canvas: tuple[int, int]) -> Json:
    """Our output; what it cannot say is reported."""
    output.only(
        "format", "resolution", "aspectRatio", "size", "fps", "scaleTo", "quality", "repeat", "mute", "range", "poster", "thumbnail",
        "destinations",
    )  # fmt: skip
    name = output.choice("format", FORMATS, "mp4")
    written: Json = {} if name == "mp4" else {"format": FORMATS[name]}
    if name == "bmp":
        output.report.approximated("/output/format", "pictures are written as png")
    if output.has("quality"):
        written["quality"] = QUALITIES[output.choice("quality", QUALITIES, "medium")]
    if name == "gif" and output.get("repeat") is False:
        written["gif"] = {"loop": 1}
    height = _scaled_height(output, canvas)
    if height and height < canvas[1]:
        written["height"] = height
    elif height and height > canvas[1]:
        output.lost("scaleTo", "a document cannot be enlarged: choose that resolution, and sizes to match")
    for key, why in (
        ("range", "render a part with --range"), ("poster", "make a still with: reel frame"), ("thumbnail", "make a still with: reel frame"),
        ("destinations", "belongs to Shotstack's service"),
    ):  # fmt: skip
        output.lost(key, why)
    return written


def _side(size: Source, key: str, fallback: float) -> float:
    length = size.number(key, fallback)
    if not _SMALLEST <= length <= _LARGEST:
        raise InvalidDocument(f"should be {_SMALLEST} to {_LARGEST} pixels", pointer=size.at(key))
    return length


def is_muted(output: Source) -> bool:
    return output.get("mute") is True


def _shape(output: Source, resolution: str) -> tuple[float, float]:
    """Width and height of a resolution in the output's shape."""
    width, height, _ = RESOLUTIONS[resolution]
    across, down = ASPECTS[output.choice("aspectRatio", ASPECTS, "16:9")]
    if (across, down) == (9, 16):
        return height, width
    return (width, height) if (across, down) == (16, 9) else (height * across / down, height)


def _scaled_height(output: Source, canvas: tuple[int, int]) -> int | None:
    """The even height that ``scaleTo`` asks for."""
    if not output.has("scaleTo"):
        return None
    name = output.choice("scaleTo", RESOLUTIONS, "hd")
    height = _shape(output, name)[1]
    if output.has("size"):  # a shape of its own: its short side becomes the resolution's
        height = RESOLUTIONS[name][1] * canvas[1] / min(canvas)
    if max(height, height * canvas[0] / canvas[1]) > _LARGEST:
        raise InvalidDocument(f"would make more than {_LARGEST} pixels", pointer=output.at("scaleTo"))
    return max(_SMALLEST, round(height / 2) * 2)


def _frames(output: Source, name: str, fps: Fraction) -> tuple[int, int] | None:
    """The part of ``range``; of a picture the one frame it begins with."""
    part = output.inner("range").only("start", "length", "duration")
    if not part.tree and name not in _PICTURES:
        return None
    start = _seconds(part, "start", 0)
    first = frame_at(exact(start), fps)
    if name in _PICTURES:
        return first, first + 1
    key = "length" if part.has("length") else "duration"
    if not part.has(key):
        return first, _TO_THE_END
    return first, max(first + 1, frame_at(exact(start) + exact(_seconds(part, key)), fps))


def _captures(output: Source) -> list[Capture]:
    found: list[Capture] = []
    if output.has("poster"):
        poster = output.inner("poster").only("capture")
        found.append(Capture("poster.jpg", _seconds(poster, "capture")))
    if output.has("thumbnail"):
        small = output.inner("thumbnail").only("capture", "scale")
        scale = small.number("scale", 1)
        if not 0 < scale <= 1:
            raise InvalidDocument("should be more than 0 and at most 1", pointer=small.at("scale"))
        found.append(Capture("thumbnail.jpg", _seconds(small, "capture"), scale))
    return found


def _seconds(source: Source, key: str, fallback: float | None = None) -> float:
    seconds = source.number(key, fallback)
    if not 0 <= seconds <= 24 * 3600:
        raise InvalidDocument("should be seconds from the start, at most a day", pointer=source.at(key))
    return seconds


def _rate(written: Any) -> Fraction:
    try:
        return parse_rate(written)
    except ValueError as error:
        raise InvalidDocument(str(error), pointer="/output/fps") from None
