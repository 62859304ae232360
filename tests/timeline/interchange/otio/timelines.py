"""Timelines for tests: made by the OpenTimelineIO library itself, and documents of ours taken there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import opentimelineio as otio

from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.otio.export import Exported, export_timeline
from reelwright.timeline.interchange.otio.timeline import import_timeline
from reelwright.timeline.interchange.otio.written_item import Places
from reelwright.timeline.reading import Reading, read_tree
from tests.timeline.facts import facts_of

Tree = dict[str, Any]
BASE = Path("/show")
NTSC = 24000 / 1001


def span(start: float, duration: float, rate: float = 24) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(at(start, rate), at(duration, rate))


def at(value: float, rate: float = 24) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(value, rate)


def clip(url: str, start: float, duration: float, rate: float = 24, begins: float = 0, **rest: Any) -> otio.schema.Clip:
    """A clip of a file that holds 1000 frames, the first of them at ``begins``."""
    medium = otio.schema.ExternalReference(url, available_range=span(begins, 1000, rate))
    return otio.schema.Clip(media_reference=medium, source_range=span(start, duration, rate), **rest)


def dissolve(before: float, after: float, kind: str = "SMPTE_Dissolve", name: str = "") -> otio.schema.Transition:
    return otio.schema.Transition(name, kind, at(before), at(after))


def timeline(*tracks: list[Any] | otio.schema.Track, rate: float | None = None) -> otio.schema.Timeline:
    """Lists are video tracks."""
    made = otio.schema.Timeline("cut", global_start_time=None if rate is None else at(0, rate))
    for track in tracks:
        made.tracks.append(otio.schema.Track(kind="Video", children=track) if isinstance(track, list) else track)
    return made


def audio(*children: Any) -> otio.schema.Track:
    return otio.schema.Track(kind="Audio", children=list(children))


def imported(made: otio.schema.Timeline) -> Imported:
    result = import_timeline(json.loads(made.to_json_string()))
    read_tree(result.document)
    return result


def clips_of(made: otio.schema.Timeline) -> list[list[Tree]]:
    """Our clips, track by track."""
    return [track["clips"] for track in imported(made).document["tracks"]]


def exported(reading: Reading, folder: Path = BASE, text_of: Any = None) -> Exported:
    return export_timeline(reading, Places(facts_of, text_of or _no_text, BASE, folder))


def opened(reading: Reading) -> otio.schema.Timeline:
    """The document's timeline as the library reads it."""
    made = otio.adapters.read_from_string(json.dumps(exported(reading).timeline), "otio_json")
    assert isinstance(made, otio.schema.Timeline)
    return made


def back(made: otio.schema.Timeline) -> Reading:
    return read_tree(imported(made).document)


def _no_text(source: str) -> str:
    raise AssertionError(source)
