"""A clip of ours as an item of a track: what it shows, how fast, and all else in its metadata."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path, PurePosixPath
from typing import Any, cast

from reelwright.timeline.clips import AnyClip, AudioClip, ImageClip, Sounding, SvgClip, TextClip, VideoClip
from reelwright.timeline.interchange.moved_sources import moved_sources
from reelwright.timeline.interchange.otio import objects
from reelwright.timeline.interchange.otio.lanes import Lane
from reelwright.timeline.interchange.otio.record import Lay, Record
from reelwright.timeline.interchange.otio.times import in_document, time_range
from reelwright.timeline.interchange.otio.urls import url_of
from reelwright.timeline.resolved import FactsOf, TextOf
from reelwright.timeline.schedule import Placed
from reelwright.units.level import parse_gain

Json = dict[str, Any]
_SOUND_KEYS = frozenset(Sounding.model_fields)


@dataclass(frozen=True, slots=True)
class Places:
    """What is in a document's files, the folder they are named from, and the folder the timeline will lie in."""

    facts_of: FactsOf
    text_of: TextOf
    base: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Part:
    """A clip, or (``is_sound``) the sound of a video clip, and its ``place`` on its track."""

    placed: Placed
    place: int
    is_sound: bool = False


def written_item(part: Part, lane: Lane, places: Places, fps: Fraction) -> Json:
    """The Clip of any clip but a composition."""
    clip = part.placed.clip
    source, scalar = _playing(part.placed, lane, fps)
    src = clip.src if isinstance(clip, (VideoClip, ImageClip, AudioClip, SvgClip)) else None
    url = "" if src is None else url_of(src, places.base)
    record = record_for(
        part, lane, places, Lay(lane.first, lane.last, float(source), scalar, url, lane.head is not None)
    )
    speed = Fraction(str(scalar))
    handle = (lane.head[0] if lane.head else 0) * speed if scalar >= 0 else lane.tail * -speed
    shown = time_range(source + handle, lane.end - lane.start, fps)
    if src is not None:
        seconds = None if isinstance(clip, SvgClip) else places.facts_of(src).duration
        length = None if seconds is None else time_range(0, max(floor(seconds * fps), 1), fps)
        reference = objects.external_reference(url, length)
    else:
        whole = time_range(0, lane.last - lane.first, fps)
        reference = objects.generator_reference(f"{clip.type}", whole, {"text": text_of(clip)} if text_of(clip) else {})
    return objects.clip(name_of(clip), shown, reference, scalar, record.to_json())


def record_for(part: Part, lane: Lane, places: Places, lay: Lay) -> Record:
    """What is kept of a clip."""
    clip = part.placed.clip
    written = clip.model_dump(mode="json", by_alias=True, exclude_unset=True)
    written = cast("Json", moved_sources(written, places.base, places.folder))
    if part.is_sound:
        written = _sound_alone(written, lane, part.placed.fps)
    apart = isinstance(clip, VideoClip) and not part.is_sound and is_heard(part.placed, places)
    return Record(written, part.placed.track, part.place, lay, part.is_sound, apart)


def _sound_alone(clip: Json, lane: Lane, fps: Fraction) -> Json:
    """The audio clip that sounds as a video clip does."""
    start, duration = (in_document(frames / fps, fps) for frames in (lane.first, lane.last - lane.first))
    sound: Json = {"type": "audio", "src": clip["src"], "start": start, "duration": duration}
    sound |= {key: value for key, value in clip.items() if key in _SOUND_KEYS}
    keyed = cast("Json", clip.get("animate") or {})
    animate = {name: keyed[name] for name in ("volume", "pan") if name in keyed}
    return sound | ({"animate": animate} if animate else {})


def is_heard(placed: Placed, places: Places) -> bool:
    """Whether a video clip's own sound is."""
    clip = placed.clip
    if not isinstance(clip, VideoClip) or clip.freeze is not None or not places.facts_of(clip.src).has_audio:
        return False
    return parse_gain(clip.volume) > 0 or bool(clip.animate.volume)


def name_of(clip: AnyClip) -> str:
    source = cast("str | None", getattr(clip, "src", None))
    return clip.id or text_of(clip)[:60] or (PurePosixPath(source).name if source else clip.type)


def text_of(clip: AnyClip) -> str:
    if not isinstance(clip, TextClip):
        return ""
    return clip.text if clip.text is not None else "".join(span.text for span in clip.spans or ())


def _playing(placed: Placed, lane: Lane, fps: Fraction) -> tuple[Fraction, float]:
    """Where in its medium a clip begins, in frames, and its speed. Of one played backwards, where it ends."""
    window, frames = placed.window, lane.last - lane.first
    if window is None or not isinstance(placed.clip, (VideoClip, AudioClip)):
        return Fraction(0), 1.0
    if window.frozen:
        return window.start * fps, 0.0
    played = window.advance(frames / fps)
    scalar = float(window.speed) if not window.ramp else round(float(played * fps / frames), 6)
    if window.reverse and window.end is not None:
        return max(window.start, window.end - played) * fps, -scalar
    return window.start * fps, scalar
