"""A stack of ours that no editor has changed: the document as it was written."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

from reelwright.timeline.interchange.otio.laid_track import LaidTrack
from reelwright.timeline.interchange.otio.lay import is_as_written
from reelwright.timeline.interchange.otio.markers import chapters_as_written
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import Item

Json = dict[str, Any]


def as_written(
    kept: Json, stack: Node, tracks: list[LaidTrack], fps: Fraction, is_same_inside: Callable[[Item], bool]
) -> Json | None:
    """The document in the metadata ``kept`` of a stack; ``None`` where anything that OpenTimelineIO says is not as we wrote it.

    ``is_same_inside`` tells it of a nested stack.
    """
    document, written_tracks = kept.get("document"), kept.get("tracks")
    if not isinstance(document, dict) or not isinstance(written_tracks, list):
        return None
    if [track.node.kept.get("layer") for track in tracks] != list(range(len(tracks))):
        return None
    items = [item for track in tracks for item in track.items]
    if len(items) != kept.get("count") or not chapters_as_written(cast("Json", document), stack, fps):
        return None
    for item in items:
        if not is_as_written(item, fps) or (item.node.schema != "Clip" and not is_same_inside(item)):
            return None
    clips: dict[int, dict[int, Json]] = {}
    for item in items:
        record = item.record
        if record is not None and not record.is_sound:
            of_track = clips.setdefault(record.track, {})
            if record.place in of_track:
                return None
            of_track[record.place] = record.clip
    result: list[Json] = []
    for number, track in enumerate(cast("list[Any]", written_tracks)):
        if not isinstance(track, dict):
            return None
        found = clips.pop(number, {})
        result.append(cast("Json", track) | {"clips": [found[place] for place in sorted(found)]})
    return None if clips else copy.deepcopy(cast("Json", document) | {"tracks": result})
