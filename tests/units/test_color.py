"""Colours and levels as people write them."""

from __future__ import annotations

import pytest

from reelwright.units.color import Color, contrast_ratio, parse_color
from reelwright.units.level import db_of_gain, gain_of_db, parse_gain


@pytest.mark.parametrize(
    ("written", "color"),
    [("#fff", (255, 255, 255, 1)), ("#ff000080", (255, 0, 0, 128 / 255)), ("#abcd", (170, 187, 204, 221 / 255)), ("rgb(1, 2, 3)", (1, 2, 3, 1)), ("rgba(1 2 3 / 50%)", (1, 2, 3, 0.5)), ("Gold", (255, 215, 0, 1)), ("transparent", (0, 0, 0, 0))],
)  # fmt: skip
def test_colours_read_as_css_reads_them(written: str, color: tuple[float, ...]) -> None:
    assert parse_color(written) == pytest.approx(color)


@pytest.mark.parametrize("written", ["", "#ff", "#gggggg", "rgb(1,2)", "rgb(300,0,0)", "reddish"])
def test_what_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_color(written)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast_ratio(Color(118, 118, 118), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_levels_read_as_factors_decibels_and_percent() -> None:
    assert parse_gain(0.5) == 0.5
    assert parse_gain("-6dB") == pytest.approx(0.501, abs=0.001)
    assert parse_gain("50%") == 0.5
    assert db_of_gain(gain_of_db(-12.3)) == pytest.approx(-12.3)
    with pytest.raises(ValueError):
        parse_gain("-1")
