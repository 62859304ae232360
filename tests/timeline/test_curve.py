"""Curves between keyframes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.curve import Curve, Key

KEYS = st.lists(
    st.tuples(st.integers(0, 500), st.floats(-1e4, 1e4)), min_size=1, max_size=6, unique_by=lambda key: key[0]
)


def curve(keys: list[tuple[int, float]], ease: str = "linear") -> Curve:
    return Curve(tuple(Key(frame, value, ease) for frame, value in sorted(keys)))


@given(KEYS, st.floats(-10, 600))
def test_a_linear_curve_stays_between_its_keys(keys: list[tuple[int, float]], frame: float) -> None:
    values = [value for _, value in keys]
    assert min(values) - 1e-6 <= curve(keys).at(frame) <= max(values) + 1e-6


@given(KEYS)
def test_a_curve_passes_through_every_key(keys: list[tuple[int, float]]) -> None:
    for frame, value in keys:
        assert curve(keys, "ease-in-out-cubic").at(frame) == pytest.approx(value)


@given(KEYS, st.integers(1, 1000))
def test_a_curve_holds_beyond_its_ends(keys: list[tuple[int, float]], beyond: int) -> None:
    ordered = sorted(keys)
    assert curve(keys).at(ordered[0][0] - beyond) == ordered[0][1]
    assert curve(keys).at(ordered[-1][0] + beyond) == ordered[-1][1]


def test_bounds_include_the_overshoot_of_an_easing() -> None:
    low, high = Curve((Key(0, 0.0), Key(30, 1.0, "ease-out-back"))).bounds()
    assert low == 0
    assert 1.05 < high < 1.15
