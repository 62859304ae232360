"""What another program's clip shows, as a clip of ours without its times."""

from __future__ import annotations

from typing import Any, cast

from reelwright.timeline.interchange.otio.frame import Frame
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import Item, Kind
from reelwright.timeline.interchange.otio.reference import PICTURES, reference_of, suffix_of
from reelwright.timeline.interchange.otio.sequence import sequence
from reelwright.timeline.interchange.otio.urls import source_of
from reelwright.units.color import parse_color

Json = dict[str, Any]
SOUNDS = frozenset(".wav .mp3 .m4a .aac .flac .ogg .oga .opus .aif .aiff .wma .ac3 .caf".split())
_BLACK = frozenset({"black", "slug", "blackvideo"})
_COLOURED = frozenset({"solid", "solidcolor", "color", "colour", "solidcolour", "colormatte"})


def medium_of(item: Item, kind: Kind, frame: Frame) -> Json | None:
    """The clip, or ``None`` (with a note) when it has nothing to show."""
    reference = reference_of(item.node)
    if reference is None or reference.schema in ("MissingReference", "MediaReference"):
        name = item.node.text("name")[:60]
        item.node.report.lost(item.node.pointer, f"the clip {name!r} names no medium")
        return None
    if reference.schema == "ExternalReference":
        return _file(reference, item, kind)
    if reference.schema == "ImageSequenceReference" and kind == "Video":
        return sequence(reference, item, frame)
    if reference.schema == "GeneratorReference" and kind == "Video":
        return _generated(reference)
    reference.report.lost(reference.pointer, f"nothing is known of a {reference.schema[:60]!r} here")
    return None


def _file(reference: Node, item: Item, kind: Kind) -> Json | None:
    url = reference.text("target_url")
    if not url:
        reference.report.lost(reference.pointer, "the medium has no address")
        return None
    source = source_of(url)
    if "://" in source:
        reference.report.info(reference.at("target_url"), "is an address; download it and name the file to render")
    suffix = suffix_of(source)
    if kind == "Audio" or suffix in SOUNDS:
        if item.scalar == 0:
            reference.report.lost(item.node.pointer, "a frozen sound is silent")
            return None
        return {"type": "audio", "src": source}
    if suffix == ".svg":
        return {"type": "svg", "src": source, "width": "100%", "height": "100%"}
    return {"type": "image" if suffix in PICTURES else "video", "src": source, "fit": "contain"}


def _generated(reference: Node) -> Json | None:
    """A coloured area. Other generators are reported."""
    kind = reference.text("generator_kind")
    plain = "".join(letter for letter in kind.lower() if letter.isalpha())
    area: Json = {"type": "shape", "width": "100%", "height": "100%"}
    if plain in _BLACK:
        return area | {"fill": "#000000"}
    if plain in _COLOURED:
        parameters: object = reference.tree.get("parameters")
        color = _color(cast("Json", parameters).get("color") if isinstance(parameters, dict) else None)
        if color:
            return area | {"fill": color}
    reference.report.lost(reference.pointer, f"nothing is known of the generator {kind[:60]!r}")
    return None


def _color(written: object) -> str | None:
    """A CSS colour, from one or from red, green and blue of 0 to 1."""
    if isinstance(written, list):
        numbers = [part for part in cast("list[Any]", written) if isinstance(part, (int, float)) and 0 <= part <= 1]
        return "#" + "".join(f"{round(255 * part):02x}" for part in numbers) if len(numbers) in (3, 4) else None
    try:
        parse_color(written if isinstance(written, str) else "")
    except ValueError:
        return None
    return str(written)
