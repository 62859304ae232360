"""Exact time."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.units.time import SAMPLE_RATE, clock, exact, frame_at, half_up, parse_rate, sample_of

RATES = st.sampled_from(
    [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60000, 1001)]
)


@pytest.mark.parametrize(
    ("written", "rate"),
    [("30", 30), (25, 25), ("30000/1001", Fraction(30000, 1001)), (29.97, Fraction(30000, 1001)), ("23.976", Fraction(24000, 1001)), ("59.94", Fraction(60000, 1001)), (12.5, Fraction(25, 2))],
)  # fmt: skip
def test_rates_are_exact(written: str | float, rate: Fraction) -> None:
    assert parse_rate(written) == rate


@pytest.mark.parametrize("written", ["0", "-5", "abc", "30/0", "1000", "", "30/"])
def test_what_is_no_rate_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_rate(written)


@given(st.integers(0, 10**7), RATES)
def test_a_frames_own_time_is_that_frame(frame: int, fps: Fraction) -> None:
    assert frame_at(frame / fps, fps) == frame


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=50), RATES)
def test_sample_edges_do_not_drift(lengths: list[int], fps: Fraction) -> None:
    frame = sum(lengths)
    assert abs(sample_of(frame, fps) - frame * SAMPLE_RATE / fps) <= Fraction(1, 2)


@given(st.fractions(-1000, 1000))
def test_halves_round_upwards(value: Fraction) -> None:
    assert Fraction(-1, 2) < half_up(value) - value <= Fraction(1, 2)


def test_decimals_are_what_was_written() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)


def test_clocks_read_as_players_want_them() -> None:
    assert clock(3661.5) == "01:01:01.500"
    assert clock(Fraction(1, 3), ",") == "00:00:00,333"
    assert clock(59.9996) == "00:01:00.000"
