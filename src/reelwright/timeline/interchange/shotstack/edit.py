"""A whole Shotstack edit."""

from __future__ import annotations

import re
from typing import Any

from reelwright.timeline.interchange.imported import Imported, Report
from reelwright.timeline.interchange.shotstack.clip import clip_of
from reelwright.timeline.interchange.shotstack.merge_fields import merged
from reelwright.timeline.interchange.shotstack.output import canvas_of, is_muted, output_of
from reelwright.timeline.interchange.shotstack.source import Source

Json = dict[str, Any]


def is_edit(tree: Any) -> bool:
    """Whether a parsed JSON document looks like a Shotstack edit."""
    return isinstance(tree, dict) and "timeline" in tree and "version" not in tree


def import_edit(tree: Any) -> Imported:
    """Our document for an edit. Raises ``InvalidDocument`` with a pointer into the edit."""
    report = Report()
    body, variables = merged(tree, report)
    edit = Source.of(body, "", report).only("timeline", "output", "merge", "callback", "disk", "instance", "id", "name")
    for key in ("callback", "disk", "instance"):
        if edit.has(key):
            report.info(edit.at(key), "belongs to Shotstack's service")
    output = Source.of(edit.get("output", {"format": "mp4"}), "/output", report)
    document: Json = {"version": 1}
    canvas = canvas_of(output)
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
    if is_muted(output):
        for track in document["tracks"]:
            _mute(track["clips"])
    written = output_of(output, (canvas["width"], canvas["height"]))
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


def _mute(clips: list[Json]) -> None:
    for clip in clips:
        if clip["type"] in ("video", "audio", "speech"):
            clip["volume"] = 0
            clip.get("animate", {}).pop("volume", None)


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
