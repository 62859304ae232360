"""Easing functions against their closed forms."""

from __future__ import annotations

from math import cos, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.easing import EASINGS, easing


@pytest.mark.parametrize("name", sorted(EASINGS))
def test_every_easing_begins_at_nothing_and_ends_at_all(name: str) -> None:
    assert easing(name)(0) == pytest.approx(0, abs=1e-9)
    assert easing(name)(1) == pytest.approx(1, abs=1e-9)


@given(st.floats(0, 1))
def test_easings_have_the_formulas_of_their_names(t: float) -> None:
    assert easing("ease-in-cubic")(t) == pytest.approx(t**3)
    assert easing("ease-out-cubic")(t) == pytest.approx(1 - (1 - t) ** 3)
    assert easing("ease-in-out-quad")(t) == pytest.approx(2 * t * t if t < 0.5 else 1 - (-2 * t + 2) ** 2 / 2)
    assert easing("ease-in-sine")(t) == pytest.approx(1 - cos(t * pi / 2))
    assert easing("cubic-bezier(0.25, 0.25, 0.75, 0.75)")(t) == pytest.approx(t, abs=1e-6)


@given(
    st.floats(0, 1),
    st.sampled_from([name for name in EASINGS if "back" not in name and "elastic" not in name and name != "spring"]),
)
def test_easings_without_overshoot_stay_between_nothing_and_all(t: float, name: str) -> None:
    assert -1e-9 <= easing(name)(t) <= 1 + 1e-9


def test_the_css_ease_has_the_values_browsers_have() -> None:
    assert easing("ease")(0.5) == pytest.approx(0.8024, abs=0.0005)
    assert easing("ease-in-out")(0.25) == pytest.approx(0.1292, abs=0.0005)


def test_steps_jump_at_their_ends() -> None:
    assert [easing("steps(4)")(t) for t in (0, 0.24, 0.25, 0.6, 1)] == [0, 0, 0.25, 0.5, 1]


@pytest.mark.parametrize(
    "name", ["eease", "steps(0)", "steps(1.5)", "cubic-bezier(2,0,0,1)", "cubic-bezier(a,b,c,d)", ""]
)
def test_what_is_no_easing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an easing"):
        easing(name)
