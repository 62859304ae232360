"""A picture that is slowed: nothing goes back, nothing is lost, and what does not run over is left alone."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.dub.document import Segment
from reelwright.productions.dub.fit.ladder import Take
from reelwright.productions.dub.fit.limits import SLOW_PICTURE
from reelwright.productions.dub.fit.pace import Pace, Slowed, pace_for
from reelwright.productions.dub.fit.placing import place
from reelwright.productions.dub.fit.slots import slots_of

_SPANS = st.lists(st.tuples(st.integers(0, 2000), st.integers(100, 5000), st.integers(1, 500)), max_size=6)


def _pace(rows: list[tuple[int, int, int]]) -> Pace:
    spans: list[Slowed] = []
    at = 0
    for number, (gap, length, added) in enumerate(rows):
        spans.append(Slowed(f"s{number}", at + gap, at + gap + length, added))
        at += gap + length
    return Pace(tuple(spans))


@given(_SPANS, st.lists(st.integers(0, 60_000), min_size=2, max_size=20))
def test_time_only_goes_on_and_can_be_told_back(rows: list[tuple[int, int, int]], moments: list[int]) -> None:
    pace = _pace(rows)
    ordered = sorted({*moments})
    moved = [pace.moved(each) for each in ordered]
    assert all(after - before >= 1 * (there - here) for (before, after), (here, there) in zip(pairwise(moved), pairwise(ordered), strict=True))  # fmt: skip
    assert pace.moved(0) == 0
    assert pace.moved(100_000) == 100_000 + pace.added_ms
    for each, there in zip(ordered, moved, strict=True):
        assert pace.before(float(there)) == pytest.approx(each, abs=1e-6)
    assert isinstance(pace.moved(Fraction(1, 3)), Fraction)


def test_only_what_runs_over_is_slowed_and_by_no_more_than_may_be() -> None:
    segments = [Segment(f"s{n}", "A", start, start + 2000, "x") for n, start in enumerate((0, 2100, 6000, 12_000))]
    slots = slots_of(segments, 20_000)
    takes = {"s0": Take(2000), "s1": Take(2500), "s2": Take(2850), "s3": Take(4000)}
    placed = place(slots, takes, SLOW_PICTURE)
    assert [each.id for each in placed if each.over_ms] == ["s3"]
    pace = pace_for(slots, [placed], 1.1)
    assert [each.id for each in pace.spans] == ["s3"]
    assert all(1 < each.factor <= 1.1 for each in pace.spans)
    assert pace_for(slots, [placed], 1.0).spans == ()
