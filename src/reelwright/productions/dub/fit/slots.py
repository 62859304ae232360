"""The time each segment has: its source speech, and the silence around it that may be borrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.dub.document import Segment
from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits


@dataclass(frozen=True, slots=True)
class Slot:
    """``start_ms`` to ``end_ms`` is the source's speech; nothing is placed before ``earliest_ms`` or after ``latest_ms``."""

    id: str
    speaker: str
    start_ms: int
    end_ms: int
    earliest_ms: int
    latest_ms: int

    @property
    def speech_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def room_ms(self) -> int:
        """All of it, borrowed silence included."""
        return self.latest_ms - self.earliest_ms


def slots_of(segments: Sequence[Segment], duration_ms: int, limits: FitLimits = DEFAULT) -> tuple[Slot, ...]:
    """A slot for each segment, in order of time.

    The silence between two segments is shared: the earlier may run on into it up to ``gap_ms`` before the later's onset, and
    the later may begin early only in what the earlier cannot use. So no two slots overlap, unless the source's own speakers do:
    then each keeps to its own speech.
    """
    found: list[Slot] = []
    for place, each in enumerate(segments):
        followers = [other.start_ms for other in segments[place + 1 :] if other.start_ms >= each.end_ms]
        interrupted = any(each.start_ms <= other.start_ms < each.end_ms for other in segments[place + 1 :])
        interrupting = any(other.end_ms > each.start_ms for other in segments[:place])
        latest = min(each.end_ms + limits.borrow_after_ms, duration_ms)
        if followers:
            latest = min(latest, max(each.end_ms, min(followers) - limits.gap_ms))
        if interrupted or interrupting:
            latest = each.end_ms
        earliest = each.start_ms if interrupting else _earliest(each, found, limits)
        found.append(Slot(each.id, each.speaker, each.start_ms, each.end_ms, earliest, latest))
    return tuple(found)


def _earliest(each: Segment, before: Sequence[Slot], limits: FitLimits) -> int:
    taken = max((slot.latest_ms for slot in before), default=-limits.gap_ms)
    return max(0, min(each.start_ms, max(each.start_ms - limits.borrow_before_ms, taken + limits.gap_ms)))
