"""Transitions of a timeline as ours: from the clip before, or of one clip alone."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any, cast

from pydantic import ValidationError

from reelwright.timeline.clips import Preset
from reelwright.timeline.interchange.otio.placing import Item, Joint
from reelwright.timeline.interchange.otio.times import in_document
from reelwright.units.time import frame_at

Json = dict[str, Any]
HEARD = ("audio", "speech")
_UNSEEN = (*HEARD, "captions")
_LIKE = {
    "dissolve": "fade", "fade": "fade", "wipe": "wipe", "push": "push", "slide": "slide", "dip": "dip", "iris": "iris", "clock": "clock",
    "zoom": "zoom", "blur": "blur",
}  # fmt: skip
"""What is in the name of a transition of another program, and ours that is likest."""


def join(items: list[Item], clips: list[Json | None], fps: Fraction) -> None:
    """Give the clips of one track their transitions, entrances and exits. ``None`` among the clips is one that was left out."""
    for place, (item, clip) in enumerate(zip(items, clips, strict=True)):
        if clip is None:
            continue
        before = clips[place - 1] if place else None
        frames = frame_at(item.last, fps) - frame_at(item.first, fps)
        if item.head is None:
            _without_transition(clip, item, is_first=all(other is None for other in clips[:place]))
        elif not item.head.is_edge and before is not None and _is_seen(before) and _is_seen(clip):
            shared = frame_at(items[place - 1].last, fps) - frame_at(item.first, fps)
            _set_transition(clip, item.head, min(shared, frames), fps)
        else:
            clip.pop("transition", None)
            _set_edge(clip, "enter", item.head, min(frame_at(item.head.seconds, fps), frames), fps)
        after = clips[place + 1] if place + 1 < len(clips) else None
        if item.tail and (item.tail.is_edge or after is None or not (_is_seen(after) and _is_seen(clip))):
            _set_edge(clip, "exit", item.tail, min(frame_at(item.tail.seconds, fps), frames), fps)


def _is_seen(clip: Json) -> bool:
    return clip["type"] not in _UNSEEN


def _without_transition(clip: Json, item: Item, *, is_first: bool) -> None:
    """Of a clip of ours that has no transition in the timeline. On the first of a track it is an entrance, which stays."""
    if "transition" not in clip or (is_first and item.record is not None and not item.record.lay.joined):
        return
    del clip["transition"]
    if item.record is not None and not item.record.lay.joined:
        item.node.report.lost(item.node.pointer, "its transition could not follow the changes")


def _set_transition(clip: Json, joint: Joint, frames: int, fps: Fraction) -> None:
    clip.pop("transition", None)
    if frames > 0:
        preset = _preset(joint)
        if frames != joint.node.kept.get("frames"):
            preset["duration"] = in_document(frames / fps, fps)
        clip["transition"] = preset


def _set_edge(clip: Json, key: str, joint: Joint, frames: int, fps: Fraction) -> None:
    """An entrance or exit; of a sound, a fade."""
    if frames <= 0:
        return
    if clip["type"] in HEARD:
        clip["fade_in" if key == "enter" else "fade_out"] = round(float(frames / fps), 6)
    elif clip["type"] == "captions":
        joint.node.report.lost(joint.node.pointer, "captions have no transitions")
    else:
        clip[key] = _preset(joint) | {"duration": in_document(frames / fps, fps)}


def _preset(joint: Joint) -> Json:
    """Ours, or the likest of ours."""
    node = joint.node
    kept = node.kept.get("preset")
    if kept is not None:
        try:
            Preset.model_validate(kept)
        except ValidationError:
            node.report.lost(f"{node.pointer}/metadata/reelwright", "is damaged, and was left aside")
        else:
            return copy.deepcopy(cast("Json", kept))
    kind = node.text("transition_type")
    if kind == "SMPTE_Dissolve":
        return {"preset": "fade"}
    names = f"{kind} {node.text('name')}".lower().replace("custom_transition", "")
    likest = next((ours for theirs, ours in _LIKE.items() if theirs in names), "fade")
    node.report.approximated(node.pointer, f"the transition {names.strip()[:60]!r} became our {likest}")
    return {"preset": likest}
