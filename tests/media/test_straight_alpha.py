"""Dividing premultiplied planes by their alpha."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reelwright.media.straight_alpha import straight


def full(value: int, size: tuple[int, int] = (4, 4)) -> np.ndarray:
    return np.full(size, value, np.uint8)


@given(st.integers(16, 235), st.integers(16, 240), st.integers(16, 240), st.integers(1, 255))
def test_a_colour_comes_back_as_well_as_its_alpha_lets_it(y: int, u: int, v: int, alpha: int) -> None:
    made = [full(round(value * alpha / 255)) for value in (y, u, v)]
    shown = straight(made[0], made[1][:2, :2], made[2][:2, :2], full(alpha), full(alpha, (2, 2)))
    for plane, value in zip(shown, (y, u, v), strict=True):
        assert np.abs(plane.astype(int) - value).max() <= 255 / alpha / 2 + 1


def test_what_is_opaque_is_untouched() -> None:
    rng = np.random.default_rng(1)
    y, u, v = rng.integers(16, 235, (8, 8), np.uint8), *rng.integers(16, 240, (2, 4, 4), np.uint8)
    shown = straight(y, u, v, full(255, (8, 8)), full(255))
    assert all(np.array_equal(one, two) for one, two in zip(shown, (y, u, v), strict=True))


def test_what_is_wholly_transparent_is_black() -> None:
    shown = straight(full(0), full(0, (2, 2)), full(0, (2, 2)), full(0), full(0, (2, 2)))
    assert [int(plane.max()) for plane in shown] == [16, 128, 128]
    assert [int(plane.min()) for plane in shown] == [16, 128, 128]


def test_the_planes_that_came_in_are_left_alone() -> None:
    y = full(100)
    straight(y, full(100, (2, 2)), full(100, (2, 2)), full(200), full(200, (2, 2)))
    assert y.max() == y.min() == 100
