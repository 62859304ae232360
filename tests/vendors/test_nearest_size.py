"""Sizes and templates of models of the operator's choice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.nearest_size import nearest_ratio, nearest_size, read_sizes, size_within

SIZES = [(1024, 1024), (1536, 1024), (1024, 1536), (2048, 2048)]


@pytest.mark.parametrize(
    ("wished", "drawn"),
    [
        ((1920, 1080), (1536, 1024)),
        ((1080, 1920), (1024, 1536)),
        ((1100, 1000), (1024, 1024)),
        ((4000, 4000), (2048, 2048)),
    ],
)
def test_the_nearest_shape_is_taken_then_the_nearest_area(wished: tuple[int, int], drawn: tuple[int, int]) -> None:
    assert nearest_size(*wished, SIZES) == drawn


def test_shapes_are_compared_by_their_ratio() -> None:
    ratios = ("1:1", "16:9", "9:16", "4:5")
    assert [nearest_ratio(*size, ratios) for size in ((1920, 1080), (1080, 1920), (1080, 1350), (900, 1000))] == [
        "16:9", "9:16", "4:5", "1:1",
    ]  # fmt: skip


@given(st.integers(64, 8000), st.integers(64, 8000))
def test_sides_stay_within_their_limits_and_steps(width: int, height: int) -> None:
    sides = size_within(width, height, "256-1440/32")
    assert all(256 <= side <= 1440 and side % 32 == 0 for side in sides)


@pytest.mark.parametrize("limits", ["", "a-b", "10-5/1", "0-5/1", "5-10/0"])
def test_limits_that_cannot_be_read_are_refused(limits: str) -> None:
    with pytest.raises(InvalidInput):
        size_within(100, 100, limits)


@pytest.mark.parametrize("told", ["", "1024", "0x5", "ax5"])
def test_sizes_that_cannot_be_read_name_their_setting(told: str) -> None:
    with pytest.raises(InvalidInput, match="THE_SETTING"):
        read_sizes(told, "THE_SETTING")


def test_places_take_values_with_their_types() -> None:
    template: Any = {
        "text": "a {prompt}, {width} wide",
        "seed": "{seed}",
        "like": ["{reference}"],
        "deep": {"n": "{width}"},
        "keep": "{other}",
    }
    values = {"prompt": "cat {seed}", "width": 5, "seed": None, "reference": None}
    assert filled(template, values) == {"text": "a cat {seed}, 5 wide", "like": [], "deep": {"n": 5}, "keep": "{other}"}
    assert has_place(template, "reference", "nothing")
    assert not has_place(template, "nothing")


@pytest.mark.parametrize("told", ["{not json", "[1]", "/nowhere/at/all.json"])
def test_a_template_that_cannot_be_read_names_its_setting(told: str) -> None:
    with pytest.raises(InvalidInput, match="THE_SETTING"):
        read_template(told, "THE_SETTING")
