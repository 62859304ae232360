"""One item of a track as a clip of ours, with the editor's times."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol, cast

from reelwright.timeline.interchange.otio.frame import Frame
from reelwright.timeline.interchange.otio.lay import is_near, lay_of
from reelwright.timeline.interchange.otio.media import medium_of
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import Item, Kind
from reelwright.timeline.interchange.otio.record import Lay, Record
from reelwright.timeline.interchange.otio.times import Span, in_document, in_medium
from reelwright.timeline.interchange.otio.urls import source_of
from reelwright.timeline.schedule import clip_seconds
from reelwright.units.time import frame_at

Json = dict[str, Any]
_SLOWEST, _FASTEST = 0.1, 10.0


class Build(Protocol):
    def __call__(self, stack: Node, frame: Frame, window: Span, only: Kind | None) -> Json: ...


@dataclass(frozen=True, slots=True)
class Making:
    """What clips are made with: the canvas, how a nested stack becomes a document, and whether it is as we wrote it."""

    frame: Frame
    build: Build
    is_as_written: Callable[[Node, Frame], bool]


def clip_of(item: Item, kind: Kind, making: Making) -> Json | None:
    """The clip, without its transitions; ``None`` (with a note) when it has nothing to show."""
    fps = making.frame.fps
    lay = lay_of(item, fps)
    if lay.end <= lay.start:
        item.node.report.lost(item.node.pointer, "lasts less than one frame")
        return None
    record = item.record
    if item.length is not None and item.covered.start >= item.length and not (record and record.clip.get("loop")):
        item.node.report.lost(item.node.pointer, "begins when its medium has ended")
        return None
    if item.node.schema != "Clip":
        clip = _composition(item, kind, making, record)
    elif record is not None:
        clip = copy.deepcopy(record.clip)
    else:
        found = medium_of(item, kind, making.frame)
        if found is None:
            return None
        clip = found
    _set_times(clip, lay, record, fps)
    if clip["type"] in ("video", "audio"):
        _set_medium(clip, item, lay, record, fps)
        if not item.sound and clip["type"] == "video":
            clip["volume"] = 0
            cast("Json", clip.get("animate") or {}).pop("volume", None)
    elif clip["type"] in ("image", "svg", "lottie") and record is not None and lay.url != record.lay.url:
        clip["src"] = source_of(lay.url)
    _tell_changes(clip, item, lay, record)
    _shorten_edges(clip, item, fps)
    return clip


def _composition(item: Item, kind: Kind, making: Making, record: Record | None) -> Json:
    """A nested stack as a document inside the document; ours as it was written, where nothing in it has changed."""
    node = item.node
    if item.scalar != 1:
        node.report.lost(node.at("effects"), "a nested stack plays at its own speed")
    only: Kind | None = "Audio" if kind == "Audio" else None
    window = replace(item, scalar=1.0).covered
    clip: Json = {"type": "composition"}
    if record is not None and record.clip.get("type") == "composition":
        is_whole = is_near(float(window.start * making.frame.fps), record.lay.source)
        if is_whole and making.is_as_written(node, making.frame):
            return copy.deepcopy(record.clip)
        clip = copy.deepcopy(
            {k: v for k, v in record.clip.items() if k not in ("src", "document", "variables", "loop")}
        )
    return clip | {"document": making.build(node, making.frame, window, only)}


def _set_times(clip: Json, lay: Lay, record: Record | None, fps: Fraction) -> None:
    """Frames where they lie now; what was written stays where it says the same by itself."""
    was = record.lay if record else None
    if not (was and was.start == lay.start and _is_plain(clip.get("start"))):
        clip["start"] = in_document(lay.start / fps, fps)
    if not (was and was.end - was.start == lay.end - lay.start and _is_plain(clip.get("duration"))):
        clip["duration"] = in_document((lay.end - lay.start) / fps, fps)


def _is_plain(written: Any) -> bool:
    return isinstance(written, (int, float)) and not isinstance(written, bool)


def _set_medium(clip: Json, item: Item, lay: Lay, record: Record | None, fps: Fraction) -> None:
    """The file, its speed and the part of it that plays, where the timeline says something else than we wrote."""
    was = record.lay if record else Lay(0, 0, 0.0, 1.0, "", False)
    if record is not None and lay.url != was.url and lay.url:
        clip["src"] = source_of(lay.url)
    is_slipped = not is_near(lay.source, was.source) or (
        record is not None and lay.end - lay.start != was.end - was.start
    )
    if lay.scalar != was.scalar:
        _set_speed(clip, item)
        is_slipped = True
    if not is_slipped:
        return
    covered, is_short = item.covered, item.length is not None and item.covered.end > item.length + 1 / fps
    if clip.get("loop"):
        if not is_near(lay.source, was.source):
            item.node.report.approximated(item.node.pointer, "a loop begins with its beginning, wherever it was cut")
        return
    if is_short:
        item.node.report.approximated(item.node.pointer, "its medium ends before it does; the last picture stays")
    if "freeze" in clip:
        clip["freeze"] = in_medium(covered.start, fps)
        clip.pop("trim", None)
    elif clip.get("reverse"):
        clip["trim"] = {"from": in_medium(covered.start, fps)} | (
            {} if is_short else {"to": in_medium(covered.end, fps)}
        )
    elif covered.start > 0:
        clip["trim"] = {"from": in_medium(covered.start, fps)}
    else:
        clip.pop("trim", None)


def _set_speed(clip: Json, item: Item) -> None:
    for key in ("freeze", "reverse", "speed"):
        clip.pop(key, None)
    if item.scalar == 0:
        if clip["type"] == "video":
            clip["freeze"] = 0
        else:
            clip["volume"] = 0
        return
    if item.scalar < 0:
        clip["reverse"] = True
        item.node.report.approximated(item.node.at("effects"), "its source range is played backwards from its end")
    speed = min(max(abs(item.scalar), _SLOWEST), _FASTEST)
    if speed != abs(item.scalar):
        message = f"a speed is between {_SLOWEST:g} and {_FASTEST:g}; {abs(item.scalar):g} became {speed:g}"
        item.node.report.approximated(item.node.at("effects"), message)
    if speed != 1:
        clip["speed"] = speed


def _shorten_edges(clip: Json, item: Item, fps: Fraction) -> None:
    """Entrances and exits of a clip of ours that has become shorter than they are."""
    length = Fraction(frame_at(item.last, fps) - frame_at(item.first, fps)) / fps
    for key in ("enter", "exit"):
        preset = cast("Json", clip.get(key) or {})
        if preset and clip_seconds(preset.get("duration", 0.5), length, fps, "") > length:
            preset["duration"] = in_document(length, fps)
            item.node.report.approximated(
                item.node.pointer, f"has become shorter than its {key}, which takes all of it"
            )


def _tell_changes(clip: Json, item: Item, lay: Lay, record: Record | None) -> None:
    if record is None:
        if clip["type"] in ("image", "svg", "shape") and item.scalar not in (0.0, 1.0):
            item.node.report.info(item.node.at("effects"), "a still picture has no speed")
        return
    was = record.lay
    is_cut = lay.end - lay.start != was.end - was.start or not is_near(lay.source, was.source)
    if is_cut and (clip.get("animate") or clip.get("motion") or isinstance(clip.get("speed"), list)):
        message = "was cut differently; its animation still counts from its beginning"
        item.node.report.approximated(item.node.pointer, message)
    if is_cut and clip["type"] in ("lottie", "captions", "text") and not is_near(lay.source, was.source):
        message = f"a clip of type {clip['type']} begins with its beginning, wherever it was cut"
        item.node.report.approximated(item.node.pointer, message)
    if lay.scalar != was.scalar and clip["type"] not in ("video", "audio", "composition"):
        item.node.report.lost(item.node.at("effects"), f"a clip of type {clip['type']} has no speed to change here")
