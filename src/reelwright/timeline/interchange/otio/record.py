"""What we keep in a timeline's metadata: our clips as written, and where they lay when the timeline was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from reelwright.timeline.clips import AnyClip
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.reference import reference_of

Json = dict[str, Any]
_CLIP: TypeAdapter[AnyClip] = TypeAdapter(AnyClip)


@dataclass(frozen=True, slots=True)
class Lay:
    """How an item lay, in frames of the document; ``source`` of its medium. ``joined``: with a transition of ours before it."""

    start: int
    end: int
    source: float
    scalar: float
    url: str
    joined: bool

    def to_json(self) -> Json:
        return {
            "start": self.start, "end": self.end, "from": self.source, "speed": self.scalar, "url": self.url, "joined": self.joined,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """A clip of ours. ``is_sound``: the sound of the video clip at ``track`` and ``place``, laid out by itself."""

    clip: Json
    track: int
    place: int
    lay: Lay
    is_sound: bool = False
    has_sound_apart: bool = False

    def to_json(self) -> Json:
        kept: Json = {"clip": self.clip, "track": self.track, "place": self.place, "as": self.lay.to_json()}
        if self.is_sound:
            kept["is_sound"] = True
        if self.has_sound_apart:
            kept["has_sound_apart"] = True
        return kept


def record_of(node: Node) -> Record | None:
    """Our clip in an item's metadata; ``None`` when there is none, or (with a note) when it has been damaged."""
    kept = node.kept
    if "clip" not in kept:
        return None
    try:
        lay = cast("Json", kept["as"])
        found = Record(
            cast("Json", kept["clip"]), _count(kept["track"]), _count(kept["place"]),
            Lay(_count(lay["start"]), _count(lay["end"]), float(lay["from"]), float(lay["speed"]), str(lay["url"]), lay["joined"] is True),
            kept.get("is_sound") is True, kept.get("has_sound_apart") is True,
        )  # fmt: skip
        _CLIP.validate_python(found.clip)
    except (KeyError, TypeError, ValueError, OverflowError, ValidationError):
        node.report.lost(f"{node.pointer}/metadata/reelwright", "is damaged, and was left aside")
        return None
    return found


def _count(value: Any) -> int:
    if isinstance(value, bool) or value != int(value):
        raise ValueError
    return int(value)


def url_in(node: Node) -> str:
    reference = reference_of(node) if node.schema == "Clip" else None
    return "" if reference is None else reference.text("target_url")
