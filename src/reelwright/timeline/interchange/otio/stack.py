"""A stack, the whole timeline's or a nested one, as a document of ours."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.otio.frame import Frame
from reelwright.timeline.interchange.otio.item_clip import Making, clip_of
from reelwright.timeline.interchange.otio.joints import join
from reelwright.timeline.interchange.otio.laid_track import LaidTrack, laid_tracks, seconds_of_stack, tell_unused
from reelwright.timeline.interchange.otio.literal import literal
from reelwright.timeline.interchange.otio.markers import chapters_of
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import Item, Kind
from reelwright.timeline.interchange.otio.references_kept import without_lost_names
from reelwright.timeline.interchange.otio.times import Span, in_document, span_at
from reelwright.timeline.interchange.otio.twins import with_twins_joined
from reelwright.timeline.interchange.otio.unchanged import as_written
from reelwright.units.time import frame_at, parse_rate

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """A document. ``origins``: our clips' pointers to those of the timeline's items."""

    document: Json
    origins: dict[str, str]


def whole_document(stack: Node, kept: Json, frame: Frame) -> Built:
    """The document for a timeline's stack; ``kept`` is what we have written into its metadata."""
    window = None if stack.schema == "Clip" else span_at(stack, "source_range")
    is_whole = window is None or (window.start == 0 and frame_at(window.end, frame.fps) == kept.get("frames"))
    written = _as_written(stack, kept, frame) if is_whole else None
    if written is not None:
        return Built(written, {})
    if stack.schema == "Stack":
        tell_unused(stack)
    built = _converted(stack, kept, frame, window, None)
    chapters = chapters_of(stack, frame.fps)
    if chapters:
        built.document["chapters"] = chapters
    return built


def frame_kept(kept: Json) -> Frame | None:
    """The canvas of our document in the metadata."""
    document = kept.get("document")
    canvas = cast("Json", document).get("canvas", {}) if isinstance(document, dict) else None
    if not isinstance(canvas, dict):
        return None
    size = [cast("Json", canvas).get(key, fallback) for key, fallback in (("width", 1920), ("height", 1080))]
    fps = cast("Json", canvas).get("fps", "30")
    if not all(isinstance(side, int) for side in size) or not isinstance(fps, (str, int, float)):
        return None
    try:
        return Frame(size[0], size[1], parse_rate(fps))
    except ValueError:
        return None


def _as_written(stack: Node, kept: Json, frame: Frame) -> Json | None:
    """Our document, where the stack is as we wrote it."""
    if not kept:
        return None
    heard = Node(stack.tree, stack.pointer, Report())
    tracks = laid_tracks(heard, None, None)
    written = as_written(kept, heard, tracks, frame.fps, lambda item: _is_inner_as_written(item.node, frame))
    if written is not None:
        stack.report.notes += heard.report.notes
    return written


def _is_inner_as_written(stack: Node, frame: Frame) -> bool:
    kept, own = _kept_inner(stack, frame)
    return _as_written(stack, kept, own) is not None


def _inner(stack: Node, frame: Frame, window: Span, only: Kind | None) -> Json:
    """The document of a nested stack."""
    kept, own = _kept_inner(stack, frame)
    document = _converted(stack, kept, own, window, only).document
    if not kept:
        document["canvas"]["background"] = "transparent"
    return cast("Json", literal(document))


def _kept_inner(stack: Node, frame: Frame) -> tuple[Json, Frame]:
    """A nested stack's own document and canvas where it is ours, else nothing and its parent's canvas."""
    own = frame_kept(stack.kept)
    return (stack.kept, own) if own else ({}, frame)


def _converted(stack: Node, kept: Json, frame: Frame, window: Span | None, only: Kind | None) -> Built:
    tracks = with_twins_joined(laid_tracks(stack, window, only), frame.fps)
    making = Making(frame, _inner, _is_inner_as_written)
    document = _head(kept, frame)
    origins: dict[str, str] = {}
    names: set[str] = set()
    result: list[Json] = []
    for track in tracks:
        clips = _clips(track, making)
        if not clips:
            continue
        for place, (item, clip) in enumerate(clips):
            _name(clip, item, names)
            origins[f"/tracks/{len(result)}/clips/{place}"] = item.node.pointer
        name = track.node.text("name")
        result.append(({"name": name} if name else {}) | {"clips": [clip for _, clip in clips]})
    document["tracks"] = result
    without_lost_names(document, origins, stack.report)
    end = max((item.last for track in tracks for item in track.items), default=Fraction(0))
    _set_length(document, window.duration if window else seconds_of_stack(stack), end, frame.fps)
    return Built(document, origins)


def _head(kept: Json, frame: Frame) -> Json:
    """All of a document but its tracks and what they decide."""
    written = kept.get("document")
    if isinstance(written, dict):
        return {key: value for key, value in copy.deepcopy(cast("Json", written)).items() if key != "chapters"}
    return {"version": 1, "canvas": frame.canvas("#000000")}


def _clips(track: LaidTrack, making: Making) -> list[tuple[Item, Json]]:
    clips = [clip_of(item, track.kind, making) for item in track.items]
    join(list(track.items), clips, making.frame.fps)
    return [(item, clip) for item, clip in zip(track.items, clips, strict=True) if clip is not None]


def _name(clip: Json, item: Item, names: set[str]) -> None:
    """Its id, or one from the clip's name in the timeline. An id that is taken (of a clip cut in two) is left out."""
    if item.record is None:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", item.node.text("name"))[:80].strip("_-")
        name = plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
        if plain:
            clip["id"] = name if name not in names else f"{name}_{item.node.pointer.count('/')}_{len(names)}"
            while clip["id"] in names:
                clip["id"] += "_"
    elif clip.get("id") in names:
        del clip["id"]
    if clip.get("id"):
        names.add(clip["id"])


def _set_length(document: Json, seconds: Fraction, end: Fraction, fps: Fraction) -> None:
    """The canvas lasts as long as the timeline where gaps end it; a length of ours stays while it is the timeline's."""
    canvas = cast("Json", document.setdefault("canvas", {}))
    canvas.pop("duration", None)
    frames = frame_at(seconds, fps)
    if frames != frame_at(end, fps) and frames > 0:
        canvas["duration"] = in_document(frames / fps, fps)
