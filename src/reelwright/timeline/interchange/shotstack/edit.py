"""A whole Shotstack edit."""

from __future__ import annotations

import re
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Imported, Report
from reelwright.timeline.interchange.shotstack.alias import identifier
from reelwright.timeline.interchange.shotstack.clip import clip_of
from reelwright.timeline.interchange.shotstack.names import ASPECTS, RESOLUTIONS
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.template import escaped

Json = dict[str, Any]
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_KEPT = {"text", "src", "html", "prompt"}
"""Keys whose placeholders stay placeholders; those of numbers and names are filled while importing."""
_QUALITY = {"verylow": "draft", "low": "draft", "medium": "standard", "high": "high", "veryhigh": "best"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def is_edit(tree: Any) -> bool:
    """Whether a parsed JSON document looks like a Shotstack edit."""
    return isinstance(tree, dict) and "timeline" in tree and "version" not in tree


def import_edit(tree: Any) -> Imported:
    """Our document for an edit. Raises ``InvalidDocument`` with a pointer into the edit."""
    report = Report()
    merged, variables = _merged(tree, report)
    edit = Source.of(merged, "", report).only(
        "timeline", "output", "merge", "callback", "disk", "instance", "id", "name"
    )
    for key in ("callback", "disk", "instance"):
        if edit.has(key):
            report.info(edit.at(key), "belongs to Shotstack's service")
    output = Source.of(edit.get("output", {"format": "mp4"}), "/output", report)
    document: Json = {"version": 1}
    canvas = _canvas(output)
    document["canvas"] = canvas
    if variables:
        document["variables"] = variables
    timeline = edit.inner("timeline").only("soundtrack", "background", "fonts", "tracks", "cache")
    canvas["background"] = timeline.get("background", "#000000")
    fonts = [font.only("src").text("src") for font in timeline.items("fonts")]
    if fonts:
        document["fonts"] = [{"family": _family(src), "src": src} for src in fonts]
    size = (canvas["width"], canvas["height"])
    tracks = [_track(track, size, index) for index, track in enumerate(timeline.items("tracks"))]
    document["tracks"] = tracks[::-1]  # theirs begins with what lies on top
    if timeline.has("soundtrack"):
        document["tracks"].append({"name": "soundtrack", "clips": [_soundtrack(timeline.inner("soundtrack"))]})
    written = _output(output)
    if written:
        document["output"] = written
    return Imported(document, tuple(report.notes))


def _track(track: Source, canvas: tuple[int, int], index: int) -> Json:
    track.only("clips")
    sources = list(track.items("clips"))
    clips = [clip_of(source, canvas) for source in sources]
    lumas = [number for number, source in enumerate(sources) if source.inner("asset").get("type") == "luma"]
    for number in lumas:
        clips[number].setdefault("id", f"luma_{index}_{number}")
    for number, clip in enumerate(clips):
        if number in lumas or clip["type"] in ("audio", "speech", "captions"):
            continue
        masks = [other for other in lumas if _meets(clips[other], clip)]
        if masks:
            clip["matte"] = {"clip": clips[masks[0]]["id"], "mode": "luma"}
        if len(masks) > 1:
            track.report.lost(sources[masks[1]].pointer, "a clip has one matte; the first one counts")
    return {"name": f"track {index + 1}", "clips": clips}


def _meets(luma: Json, clip: Json) -> bool:
    """Whether two clips overlap; true when their times are not plain numbers."""
    try:
        first, last = float(luma["start"]), float(luma["start"]) + float(luma["duration"])
        return first < float(clip["start"]) + float(clip["duration"]) and float(clip["start"]) < last
    except (TypeError, ValueError):
        return True


def _canvas(output: Source) -> Json:
    name = output.choice("resolution", RESOLUTIONS, "hd" if not output.has("size") else "sd")
    width, height, fps = RESOLUTIONS[name]
    across, down = ASPECTS[output.choice("aspectRatio", ASPECTS, "16:9")]
    if (across, down) == (9, 16):
        width, height = height, width
    elif (across, down) != (16, 9):
        width = height * across / down
    if output.has("size"):
        size = output.inner("size").only("width", "height")
        width, height = size.number("width", width), size.number("height", height)
    return {"width": round(width / 2) * 2, "height": round(height / 2) * 2, "fps": output.get("fps", fps)}


def _output(output: Source) -> Json:
    output.only(
        "format", "resolution", "aspectRatio", "size", "fps", "scaleTo", "quality", "repeat", "mute", "range", "poster", "thumbnail",
        "destinations",
    )  # fmt: skip
    formats = {"mp4": "mp4", "gif": "gif", "jpg": "jpg", "png": "png", "mp3": "mp3", "bmp": "png"}
    name = output.choice("format", formats, "mp4")
    written: Json = {} if name == "mp4" else {"format": formats[name]}
    if name == "bmp":
        output.report.approximated("/output/format", "pictures are written as png")
    if output.has("quality") and name == "mp4":
        written["quality"] = _QUALITY[output.choice("quality", _QUALITY, "medium")]
    output.lost("scaleTo", "give the output's height on the command line: -o video.mp4@720p")
    output.lost("repeat", "say 'loop' in the output's gif settings") if name == "gif" else None
    for key, why in (
        ("range", "render a part with --range"), ("poster", "make a still with: reel frame"), ("thumbnail", "make a still with: reel frame"),
        ("mute", "leave the sound out by setting the clips' volume to 0"), ("destinations", "belongs to Shotstack's service"),
    ):  # fmt: skip
        if output.has(key) and output.get(key) is not False:
            output.report.lost(output.at(key), why)
    return written


def _soundtrack(source: Source) -> Json:
    source.only("src", "effect", "volume")
    clip: Json = {"type": "audio", "src": source.text("src"), "start": 0, "duration": "end"}
    if source.has("volume"):
        clip["volume"] = source.number("volume")
    effect = source.choice("effect", {"none": 1, "fadeIn": 1, "fadeOut": 1, "fadeInFadeOut": 1}, "none")
    if effect in ("fadeIn", "fadeInFadeOut"):
        clip["fade_in"] = 2.0
    if effect in ("fadeOut", "fadeInFadeOut"):
        clip["fade_out"] = 2.0
    return clip


def _family(src: str) -> str:
    """The family a font file is known by: its file name without weight."""
    stem = src.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[-_ ]?(Regular|Bold|Medium|Light|SemiBold|ExtraBold|Black|Thin|Italic)+$", "", stem) or stem


# ---- merge fields


def _merged(tree: Any, report: Report) -> tuple[Any, Json]:
    """The tree with its merge fields filled where a number or name is meant, and the others as our variables."""
    if not isinstance(tree, dict):
        raise InvalidDocument("an edit is a JSON object")
    values: dict[str, Any] = {}
    for field in Source.of(cast("Json", tree), "", report).items("merge"):
        values[field.only("find", "replace").text("find").strip()] = field.get("replace", "")
    used: set[str] = set()
    body = {
        key: _filled(value, values, f"/{escaped(key)}", key, used)
        for key, value in cast("Json", tree).items()
        if key != "merge"
    }
    variables = {
        identifier(name).replace("-", "_"): {"type": "text", "label": name, "default": str(value)}
        for name, value in values.items()
        if name in used
    }
    return body, variables


def _filled(value: Any, values: dict[str, Any], pointer: str, key: str, used: set[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: _filled(item, values, f"{pointer}/{escaped(name)}", name, used)
            for name, item in cast("Json", value).items()
        }
    if isinstance(value, list):
        return [_filled(item, values, f"{pointer}/{n}", key, used) for n, item in enumerate(cast("list[Any]", value))]
    if not isinstance(value, str) or "{{" not in value:
        return value
    if key in _KEPT:
        return _PLACEHOLDER.sub(lambda match: _variable(match.group(1), values, pointer, used), value)
    text = _PLACEHOLDER.sub(lambda match: str(_known(match.group(1), values, pointer)), value)
    if _PLACEHOLDER.fullmatch(value.strip()) and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _variable(name: str, values: dict[str, Any], pointer: str, used: set[str]) -> str:
    _known(name, values, pointer)
    used.add(name)
    return "{{" + identifier(name).replace("-", "_") + "}}"


def _known(name: str, values: dict[str, Any], pointer: str) -> Any:
    if name not in values:
        raise InvalidDocument(
            f"nothing is merged into {name!r}; known: {', '.join(sorted(values)) or 'nothing'}", pointer=pointer,
            hint='add {"find": …, "replace": …} to merge',
        )  # fmt: skip
    return values[name]
