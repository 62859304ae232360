"""The figures of a dub's timing: for people, for machines, and for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from reelwright.productions.dub.fit.ladder import Take
from reelwright.productions.dub.fit.placing import Placement
from reelwright.productions.dub.fit.slots import Slot

_LATE_MS = 100


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment's fit. ``score`` 0 to 1: 1 is in time, at the voice's own pace, filling the source's speech."""

    id: str
    speaker: str
    start_ms: int
    end_ms: int
    slack_ms: int
    rate: float
    stretch: float
    overlap_ms: int
    fill: float
    verdict: str
    score: float


@dataclass(frozen=True, slots=True)
class FitReport:
    """``in_slot``, ``gently`` and ``filled`` are parts (0 to 1) of all segments: ending within their slot (and 100 ms), stretched by
    no more than 0.87 to 1.20, filling 85 per cent of the source's speech. ``overlaps`` of different speakers that the source
    does not have; ``drift_ms`` of the last onset against the source's."""

    segments: tuple[SegmentRow, ...]
    in_slot: float
    gently: float
    filled: float
    overlaps: int
    drift_ms: int
    median_stretch: float
    for_review: tuple[str, ...]

    def tree(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def fit_report(slots: Sequence[Slot], takes: Mapping[str, Take], placements: Sequence[Placement]) -> FitReport:
    """What came of it."""
    by_id = {slot.id: slot for slot in slots}
    rows = [_row(by_id[each.id], takes[each.id], each, placements) for each in placements]
    count = max(1, len(rows))
    last = placements[-1] if placements else None
    return FitReport(
        tuple(rows),
        sum(each.end_ms <= by_id[each.id].latest_ms + _LATE_MS for each in placements) / count,
        sum(0.87 <= row.stretch <= 1.20 for row in rows) / count,
        sum(row.fill >= 0.85 for row in rows) / count,
        sum(row.overlap_ms > 0 for row in rows),
        last.start_ms - by_id[last.id].start_ms if last else 0,
        round(median([row.stretch for row in rows]), 4) if rows else 1.0,
        tuple(row.id for row in rows if row.verdict in ("long", "short")),
    )


def _row(slot: Slot, take: Take, placed: Placement, placements: Sequence[Placement]) -> SegmentRow:
    overlap = max((_overlap(placed, other) for other in placements if other.id != placed.id), default=0)
    own = max(0, overlap - max(0, slot.end_ms - slot.latest_ms))
    fill = min(1.0, placed.duration_ms / max(1, slot.speech_ms))
    pace = take.rate * placed.stretch
    score = max(0.0, 1 - min(1.0, placed.over_ms / 500)) * max(0.0, 1 - abs(pace - 1) * 2) * min(1.0, fill / 0.85)
    return SegmentRow(
        slot.id, slot.speaker, placed.start_ms, placed.end_ms, placed.slack_ms, take.rate, round(placed.stretch, 4), own,
        round(fill, 3), placed.verdict, round(score, 3),
    )  # fmt: skip


def _overlap(one: Placement, other: Placement) -> int:
    return max(0, min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms))
