"""A document of ours as a stack of tracks, with all that a stack cannot say in its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from reelwright.timeline.clips import AudioClip, CompositionClip, VisualClip
from reelwright.timeline.document import Document
from reelwright.timeline.interchange.moved_sources import moved_sources
from reelwright.timeline.interchange.otio import objects
from reelwright.timeline.interchange.otio.lanes import Lane, Wanted, lanes
from reelwright.timeline.interchange.otio.markers import markers_of
from reelwright.timeline.interchange.otio.record import Lay
from reelwright.timeline.interchange.otio.times import time_range
from reelwright.timeline.interchange.otio.written_item import (
    Part,
    Places,
    is_heard,
    name_of,
    record_for,
    written_item,
)
from reelwright.timeline.nested import read_inner
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve
from reelwright.timeline.schedule import Placed, clip_seconds, schedule
from reelwright.units.time import frame_at, parse_rate

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenStack:
    """The tracks from the bottom up, the frames they are seen for, the chapters' markers, and what is kept in metadata."""

    tracks: list[Json]
    source_range: Json | None
    markers: list[Json]
    kept: Json
    fps: Fraction


def written_stack(document: Document, places: Places) -> WrittenStack:
    """Of a document that resolves."""
    return _Writing(document, places).stack()


class _Writing:
    def __init__(self, document: Document, places: Places) -> None:
        self.document = document
        self.places = places
        self.fps = parse_rate(document.canvas.fps)
        self._inner: dict[str, Reading] = {}

    def stack(self) -> WrittenStack:
        plan = schedule(self.document, self.fps, self.places.facts_of, self._inner_seconds)
        frames = frame_at(plan.duration, self.fps)
        tracks = [*self._tracks(plan.clips, "Video"), *self._tracks(plan.clips, "Audio")]
        ends = [_length(track, self.fps) for track in tracks]
        if max(ends, default=0) < frames:  # a pause at the end
            if not tracks:
                tracks, ends = [objects.track("", "Video", [], {})], [0]
            tracks[0]["children"].append(objects.gap(frames - ends[0], self.fps))
        for layer, track in enumerate(tracks):
            track["metadata"] = {objects.SPACE: {"layer": layer}}
        chapters = [
            (item.title, clip_seconds(item.start, plan.duration, self.fps, "")) for item in self.document.chapters
        ]
        kept = self._kept() | {"count": _count(tracks), "frames": frames}
        shown = time_range(0, frames, self.fps) if max(ends, default=0) > frames else None
        return WrittenStack(tracks, shown, markers_of(chapters, self.fps), kept, self.fps)

    def _kept(self) -> Json:
        tree = self.document.model_dump(mode="json", by_alias=True, exclude_unset=True)
        tree = cast("Json", moved_sources(tree, self.places.base, self.places.folder))
        names = [{key: value for key, value in track.items() if key != "clips"} for track in tree.pop("tracks", [])]
        return {"version": 1, "document": tree, "tracks": names}

    def _inner_of(self, clip: CompositionClip, pointer: str) -> Reading:
        if pointer not in self._inner:
            self._inner[pointer] = read_inner(clip, self.places.text_of, pointer)
        return self._inner[pointer]

    def _inner_seconds(self, clip: CompositionClip, pointer: str) -> Fraction:
        return resolve(self._inner_of(clip, pointer), self.places.facts_of, self.places.text_of).duration

    def _tracks(self, clips: Sequence[Placed], kind: str) -> Iterator[Json]:
        """The tracks of a kind. Of ours, each becomes as many as its overlapping clips need."""
        for number, track in enumerate(self.document.tracks):
            placed = [found for found in clips if found.track == number]
            parts = [Part(found, place) for place, found in enumerate(placed)]
            heard = [part for part in parts if isinstance(part.placed.clip, AudioClip)]
            if kind == "Audio":
                sounds = [Part(part.placed, part.place, True) for part in parts if is_heard(part.placed, self.places)]
                yield from self._of(heard, kind, track.name or "")
                yield from self._of(sounds, kind, f"{track.name} sound" if track.name else "")
            else:
                yield from self._of([part for part in parts if part not in heard], kind, track.name or "")

    def _of(self, parts: list[Part], kind: str, name: str) -> Iterator[Json]:
        wanted = [self._wanted(part, parts[place - 1] if place else None) for place, part in enumerate(parts)]
        for number, cuts in enumerate(lanes(wanted), 1):
            children: list[Json] = []
            at = 0
            for cut in cuts:
                if cut.start > at:
                    children.append(objects.gap(cut.start - at, self.fps))
                if cut.head:
                    children.append(self._transition(parts[cut.place], cut.head))
                children.append(self._item(parts[cut.place], cut))
                at = cut.end
            yield objects.track(f"{name} {number}" if name and number > 1 else name, kind, children, {})

    def _wanted(self, part: Part, before: Part | None) -> Wanted:
        placed = part.placed
        first = frame_at(placed.start, self.fps)
        last = max(frame_at(placed.end, self.fps), first + 1)
        follows = before is not None and before.place == part.place - 1 and not part.is_sound
        return Wanted(first, last, frame_at(placed.start + placed.overlap, self.fps) - first if follows else 0)

    def _item(self, part: Part, lane: Lane) -> Json:
        clip = part.placed.clip
        if not isinstance(clip, CompositionClip):
            return written_item(part, lane, self.places, self.fps)
        inner = written_stack(self._inner_of(clip, part.placed.pointer).document, self.places)
        lay = Lay(lane.first, lane.last, 0.0, 1.0, "", lane.head is not None)
        kept = record_for(part, lane, self.places, lay).to_json() | inner.kept
        shown = time_range(lane.start - lane.first, lane.end - lane.start, self.fps)
        return objects.stack(name_of(clip), inner.tracks, shown, kept, inner.markers)

    def _transition(self, part: Part, head: tuple[int, int]) -> Json:
        clip = part.placed.clip
        assert isinstance(clip, VisualClip)
        assert clip.transition is not None
        preset = clip.transition.model_dump(mode="json", by_alias=True, exclude_unset=True)
        preset = cast("Json", moved_sources(preset, self.places.base, self.places.folder))
        kind = "SMPTE_Dissolve" if clip.transition.preset == "fade" else "Custom_Transition"
        kept = {"preset": preset, "frames": sum(head)}
        return objects.transition(clip.transition.preset, kind, *head, self.fps, kept)


def _length(track: Json, fps: Fraction) -> int:
    """Frames of a track that we have written."""
    ranges = [child["source_range"] for child in track["children"] if "source_range" in child]
    return sum(round(found["duration"]["value"]) for found in ranges)


def _count(tracks: list[Json]) -> int:
    """Clips and stacks."""
    schemas = [child["OTIO_SCHEMA"] for track in tracks for child in track["children"]]
    return sum(schema in ("Clip.2", "Stack.1") for schema in schemas)
