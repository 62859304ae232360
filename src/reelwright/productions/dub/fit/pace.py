"""The last rung: a picture that runs a little slower while a line is said that nobody could fit, and everything after it later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reelwright.productions.dub.document import DubDocument, Segment, SourceWord
from reelwright.productions.dub.fit.placing import Placement
from reelwright.productions.dub.fit.slots import Slot

_LEAST_MS = 20
"""Less is not worth touching the picture for."""


@dataclass(frozen=True, slots=True)
class Slowed:
    """``start_ms`` to ``end_ms`` of the source last ``added_ms`` longer."""

    id: str
    start_ms: int
    end_ms: int
    added_ms: int

    @property
    def factor(self) -> float:
        """How much slower; above 1."""
        return 1 + self.added_ms / (self.end_ms - self.start_ms)


@dataclass(frozen=True, slots=True)
class Pace:
    """``spans`` in order, not overlapping. Empty: everything is as it was."""

    spans: tuple[Slowed, ...] = ()

    @property
    def added_ms(self) -> int:
        return sum(each.added_ms for each in self.spans)

    def moved(self, ms: Fraction | int) -> Fraction:
        """Where a moment of the source lies now, in milliseconds, exactly; grows strictly."""
        later = Fraction(0)
        for each in self.spans:
            if ms <= each.start_ms:
                break
            part = min(Fraction(ms) - each.start_ms, Fraction(each.end_ms - each.start_ms))
            later += part * each.added_ms / (each.end_ms - each.start_ms)
        return Fraction(ms) + later

    def moved_ms(self, ms: int) -> int:
        """The same, to the nearest whole millisecond."""
        return round(self.moved(ms))

    def before(self, ms: float) -> float:
        """The moment of the source that lies at ``ms`` now: the inverse of ``moved``."""
        earlier = 0.0
        for each in self.spans:
            start, last = each.start_ms + earlier, each.end_ms - each.start_ms + each.added_ms
            if ms <= start:
                break
            earlier += min(ms - start, last) * each.added_ms / last
        return ms - earlier

    def document(self, document: DubDocument) -> DubDocument:
        """The document in the slowed video's time."""
        segments = tuple(self._segment(each) for each in document.segments)
        return replace(document, duration_ms=self.moved_ms(document.duration_ms), segments=segments)

    def _segment(self, each: Segment) -> Segment:
        words = tuple(
            SourceWord(word.text, self.moved_ms(word.start_ms), self.moved_ms(word.end_ms), word.confidence)
            for word in each.words
        )
        return replace(each, start_ms=self.moved_ms(each.start_ms), end_ms=self.moved_ms(each.end_ms), words=words)


def pace_for(
    slots: Sequence[Slot], placements: Iterable[Sequence[Placement]], most: float
) -> Pace:  # fmt: skip
    """Where the picture has to be slowed so that what runs over its room has more of it: by what the language that needs most
    runs over, at most ``most`` times. ``placements`` are those of each language; 1 slows nothing.
    """
    over: dict[str, int] = {}
    for of_language in placements:
        for each in of_language:
            over[each.id] = max(over.get(each.id, 0), _own_over(each, slots))
    return Pace(_spans(slots, over, most))


def _own_over(placed: Placement, slots: Sequence[Slot]) -> int:
    """How far the take alone is longer than its room: not what a line before it that ran over pushed it by."""
    room = next(slot.room_ms for slot in slots if slot.id == placed.id)
    return max(0, min(placed.over_ms, placed.duration_ms - room))


def _spans(slots: Sequence[Slot], over: Mapping[str, int], most: float) -> tuple[Slowed, ...]:
    found: list[Slowed] = []
    free_from = 0
    for slot in slots:
        start = max(slot.start_ms, free_from)
        added = min(over.get(slot.id, 0), int((most - 1) * (slot.end_ms - start)))
        if added >= _LEAST_MS:
            found.append(Slowed(slot.id, start, slot.end_ms, added))
            free_from = slot.end_ms
    return tuple(found)
