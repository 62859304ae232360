"""Pictures and their sound: an editor keeps them as two clips, our video clip is both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from fractions import Fraction

from reelwright.timeline.interchange.otio.laid_track import LaidTrack
from reelwright.timeline.interchange.otio.lay import is_near, lay_of
from reelwright.timeline.interchange.otio.placing import Item
from reelwright.timeline.interchange.otio.record import Record, url_in
from reelwright.units.time import frame_at


def with_twins_joined(tracks: list[LaidTrack], fps: Fraction) -> list[LaidTrack]:
    """The tracks without the sounds that play with their pictures, and the other pictures silent.

    Where no track holds sound at all, pictures keep theirs.
    """
    if not any(track.kind == "Audio" and track.items for track in tracks):
        return tracks
    pictures = Counter(
        key for track in tracks if track.kind == "Video" for item in track.items if (key := _key(item, fps))
    )
    joined: set[Hashable] = set()
    heard: list[LaidTrack] = []
    for track in tracks:
        kept: list[Item] = []
        for item in track.items:
            key = _key(item, fps) if track.kind == "Audio" else None
            if key is not None and key in pictures:
                joined.add(key)
            else:
                kept.append(item)
        heard.append(replace(track, items=tuple(kept)))
    return [
        replace(track, items=tuple(replace(item, sound=_is_heard(item, fps, joined)) for item in track.items))
        if track.kind == "Video"
        else track
        for track in heard
    ]  # fmt: skip


def _is_heard(item: Item, fps: Fraction, joined: set[Hashable]) -> bool:
    record = item.record
    if record is not None and not record.has_sound_apart:
        return True
    return _key(item, fps) in joined


def _key(item: Item, fps: Fraction) -> Hashable | None:
    """Equal for a picture and its sound: what they show and when; of ours, how they were moved since they were written."""
    record = item.record
    if record is not None:
        return _moved(item, record, fps) if record.is_sound or record.has_sound_apart else None
    if item.head or item.tail:
        return None
    if item.node.schema == "Clip":
        address = url_in(item.node)
        what: Hashable = ("", address) if address else None
    else:
        what = (str(item.node.tree.get("children")), "") if item.node.has("children") else None
    if what is None:
        return None
    span = (frame_at(item.start, fps), frame_at(item.end, fps))
    return (what, span, round(float(item.source * fps), 2), item.scalar)


def _moved(item: Item, record: Record, fps: Fraction) -> Hashable:
    now, was = lay_of(item, fps), record.lay
    slip = 0.0 if is_near(now.source, was.source) else round(now.source - was.source, 2)
    speed = None if now.scalar == was.scalar else now.scalar
    url = None if now.url == was.url else now.url
    return (record.track, record.place, now.start - was.start, now.end - was.end, slip, speed, url)
