"""Clips that overlap, laid side by side: OpenTimelineIO's tracks hold one clip after the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Frames ``first`` up to ``last``; ``shared`` of them with the clip before it, in a transition."""

    first: int
    last: int
    shared: int = 0


@dataclass(slots=True)
class Lane:
    """One of the clips, by its ``place`` among them: cut from ``start`` to ``end``, seen from ``first`` to ``last``."""

    place: int
    start: int
    end: int
    head: tuple[int, int] | None = None
    """Frames of the transition before it: up to the cut, and after it."""
    tail: int = 0
    """Frames that the transition after it takes beyond the cut."""

    @property
    def first(self) -> int:
        return self.start - (self.head[0] if self.head else 0)

    @property
    def last(self) -> int:
        return self.end + self.tail


@dataclass(slots=True)
class _Track:
    cuts: list[Lane] = field(default_factory=list[Lane])

    def holds_between(self, first: int, last: int, besides: Lane | None = None) -> bool:
        """Whether anything but ``besides`` is seen in these frames."""
        at = bisect_left(self.cuts, first, key=attrgetter("last"))
        for cut in self.cuts[at:]:
            if cut.first >= last:
                return False
            if cut is not besides and cut.last > first:
                return True
        return False

    def add(self, cut: Lane) -> None:
        self.cuts.insert(bisect_left(self.cuts, cut.start, key=attrgetter("start")), cut)


def lanes(clips: Sequence[Wanted]) -> list[list[Lane]]:
    """The clips on as many tracks as they need, in order of time: a clip lies above every earlier one that it meets.

    Two that share a transition are cut in its middle and lie on one track, where nothing is in the way.
    """
    tracks: list[_Track] = []
    before: tuple[Lane, int] | None = None
    for place, clip in enumerate(clips):
        joined = _joined(tracks, clip, place, before)
        if joined is None:
            level = _above(tracks, clip, None)
            joined = Lane(place, clip.first, clip.last), level
        cut, level = joined
        if level == len(tracks):
            tracks.append(_Track())
        tracks[level].add(cut)
        before = cut, level
    return [track.cuts for track in tracks]


def _above(tracks: list[_Track], clip: Wanted, besides: Lane | None) -> int:
    for level in range(len(tracks) - 1, -1, -1):
        if tracks[level].holds_between(clip.first, clip.last, besides):
            return level + 1
    return 0


def _joined(tracks: list[_Track], clip: Wanted, place: int, before: tuple[Lane, int] | None) -> tuple[Lane, int] | None:
    """The clip after the one before it, on its track; that one is cut."""
    if before is None or not clip.shared:
        return None
    other, level = before
    shared = min(clip.shared, other.last - clip.first, clip.last - clip.first)
    lead = shared // 2
    cut = clip.first + lead
    busy_until = other.start + (other.head[1] if other.head else 0)
    if shared <= 0 or not busy_until <= clip.first or not other.start < cut < clip.last:
        return None
    if _above(tracks, clip, other) > level:
        return None
    other.end, other.tail = cut, shared - lead
    return Lane(place, cut, clip.last, (lead, shared - lead)), level
