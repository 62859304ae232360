"""Our document as an OpenTimelineIO timeline, and what other programs will not see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reelwright.timeline.clips import AnyClip, AudioClip, CompositionClip, ImageClip, VideoClip
from reelwright.timeline.interchange.imported import Note, Report
from reelwright.timeline.interchange.otio import objects
from reelwright.timeline.interchange.otio.written_item import Places
from reelwright.timeline.interchange.otio.written_stack import written_stack
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve

_SAID = frozenset(
    {
        "id",
        "type",
        "src",
        "start",
        "duration",
        "trim",
        "speed",
        "reverse",
        "freeze",
        "transition",
        "document",
        "variables",
    }
)


@dataclass(frozen=True, slots=True)
class Exported:
    """The timeline as JSON. The report names what only we will read again; nothing of the document is lost."""

    timeline: dict[str, Any]
    report: tuple[Note, ...]


def export_timeline(reading: Reading, places: Places) -> Exported:
    """Times are whole frames at the document's rate. Raises ``InvalidDocument`` when the document does not resolve."""
    resolve(reading, places.facts_of, places.text_of)
    document = reading.document
    stack = written_stack(document, places)
    report = Report()
    for number, track in enumerate(document.tracks):
        for place, clip in enumerate(track.clips):
            _tell(clip, reading.origin(f"/tracks/{number}/clips/{place}"), report)
    tracks = objects.stack("tracks", stack.tracks, stack.source_range, {}, stack.markers)
    return Exported(objects.timeline(document.title or "", tracks, stack.kept, stack.fps), tuple(report.notes))


def _tell(clip: AnyClip, pointer: str, report: Report) -> None:
    if not isinstance(clip, (VideoClip, ImageClip, AudioClip, CompositionClip)):
        report.info(pointer, f"other programs see a gap with a name where this clip of type {clip.type} is")
        return
    unseen = sorted(name for name in clip.model_fields_set - _SAID if getattr(clip, name) is not None)
    if isinstance(getattr(clip, "speed", None), tuple):
        unseen.append("the changes of its speed")
    if unseen:
        report.info(pointer, f"other programs do not see: {', '.join(unseen)}")
