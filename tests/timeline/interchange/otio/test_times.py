"""Times at any rate are exact seconds, and whole frames in our documents."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.times import exact_rate, in_document, rational_time, seconds_of
from reelwright.timeline.values import parse_time

RATES = st.sampled_from(
    [Fraction(n) for n in (1, 12, 24, 25, 30, 60, 240, 48000)] + [Fraction(n * 1000, 1001) for n in (24, 30, 60, 120)]
)


@given(RATES)
def test_binary_rates_are_the_exact_ones_they_stand_for(rate: Fraction) -> None:
    assert exact_rate(float(rate)) == rate


@given(st.integers(-(10**6), 10**6), RATES)
def test_what_is_written_is_read_exactly(frames: int, rate: Fraction) -> None:
    assert seconds_of(Node.of(rational_time(frames, rate), "", Report())) == frames / rate


@given(st.integers(0, 10**6), RATES)
def test_documents_name_the_same_frame(frames: int, rate: Fraction) -> None:
    (term,) = parse_time(in_document(frames / rate, rate)).terms
    assert term.number is not None
    assert (term.number if term.unit == "f" else term.number * rate) == frames


@pytest.mark.parametrize(
    ("seconds", "written"), [(Fraction(2), 2), (Fraction(1, 2), 0.5), (Fraction(1, 3), "8f"), (Fraction(0), 0)]
)
def test_seconds_are_written_where_they_are_short(seconds: Fraction, written: Any) -> None:
    assert in_document(seconds, Fraction(24)) == written
