"""Where each take begins and how much it is stretched: absolute places from the source's times, so nothing drifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reelwright.productions.dub.fit.ladder import Take
from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits
from reelwright.productions.dub.fit.slots import Slot

Verdict = Literal["fits", "tight", "short", "long"]


@dataclass(frozen=True, slots=True)
class Placement:
    """``stretch`` above 1 is faster. ``over_ms`` is how far it runs over its room (kept whole all the same); ``slack_ms`` is left.

    ``verdict``: ``tight`` needed more than 10 per cent of stretching, ``short`` leaves more of the source's speech silent than
    allowed, ``long`` runs over.
    """

    id: str
    start_ms: int
    end_ms: int
    stretch: float
    verdict: Verdict
    slack_ms: int
    over_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


def place(slots: Sequence[Slot], takes: Mapping[str, Take], limits: FitLimits = DEFAULT) -> tuple[Placement, ...]:
    """Every take at its place, in the slots' order. A slot without a take has no placement.

    Two passes: how much each would like to be stretched, then that smoothed so that neighbours of one speaker differ by no more
    than ``most_jump`` where both still fit.
    """
    spoken = [slot for slot in slots if slot.id in takes]
    wanted = {slot.id: _wanted(slot, takes[slot.id], limits) for slot in spoken}
    smooth = _smoothed(spoken, takes, wanted, limits)
    found: list[Placement] = []
    for slot in spoken:
        found.append(_placed(slot, takes[slot.id], smooth[slot.id], _free_from(slot, found), limits))
    return tuple(found)


def _wanted(slot: Slot, take: Take, limits: FitLimits) -> float:
    """1 when it fits into speech and silence around it; else what brings it there, within the limits. A little of it, too, where
    it would begin so early otherwise that one notices."""
    if take.duration_ms > slot.room_ms:
        return min(take.duration_ms / max(1, slot.room_ms), limits.most_stretch)
    fill = take.duration_ms / slot.speech_ms
    if fill < limits.least_fill:
        return max(fill / limits.least_fill, limits.least_stretch)
    return max(1.0, min(take.duration_ms / _prompt_ms(slot, limits), limits.gentle_stretch))


def _prompt_ms(slot: Slot, limits: FitLimits) -> int:
    """The time it has when it begins no earlier than is noticed."""
    return max(1, slot.latest_ms - max(slot.earliest_ms, slot.start_ms - limits.early_ms))


def _smoothed(
    slots: Sequence[Slot], takes: Mapping[str, Take], wanted: Mapping[str, float], limits: FitLimits
) -> dict[str, float]:
    """Paces (rate times stretch) drawn towards the neighbour of the same speaker, as far as each still fits its room."""
    smooth = dict(wanted)
    last: dict[str, float] = {}
    for slot in slots:
        take = takes[slot.id]
        before = last.get(slot.speaker)
        if before is not None:
            low, high = before * (1 - limits.most_jump), before * (1 + limits.most_jump)
            pace = min(max(take.rate * smooth[slot.id], low), high)
            unnoticed = min(1.0, take.duration_ms / _prompt_ms(slot, limits))
            least = max(limits.least_stretch, take.duration_ms / max(1, slot.room_ms), unnoticed)
            smooth[slot.id] = min(max(pace / take.rate, min(least, limits.most_stretch)), limits.most_stretch)
        last[slot.speaker] = take.rate * smooth[slot.id]
    return smooth


def _placed(slot: Slot, take: Take, stretch: float, free_from: int, limits: FitLimits) -> Placement:
    """From the source's onset; earlier only as far as the end asks for it."""
    length = round(take.duration_ms / stretch)
    start = slot.start_ms
    if start + length > slot.latest_ms:
        start = max(min(slot.start_ms, slot.latest_ms - length), slot.earliest_ms)
    start = max(start, free_from)
    end = start + length
    over = max(0, end - slot.latest_ms)
    if over > 0:
        verdict: Verdict = "long"
    elif length < slot.speech_ms * limits.least_fill:
        verdict = "short"
    else:
        verdict = "tight" if abs(stretch - 1) > 0.1 else "fits"
    return Placement(
        slot.id, start, end, round(take.duration_ms / max(1, length), 6), verdict, slot.latest_ms - end, over
    )


def _free_from(slot: Slot, before: Sequence[Placement]) -> int:
    """After whoever ran over the end of their own room into this one's: nobody speaks over another by our doing."""
    late = [placement.end_ms for placement in before if placement.over_ms > 0]
    return max(late, default=0)
