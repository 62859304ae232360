from __future__ import annotations

import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.typesetting.fit import STEP_PX, FitBox, fit
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import lay_out
from reelwright.typesetting.style import Span, TextStyle

from .texts import words

LIBRARY = FontLibrary()
WHITE = skia.Paint(Color=skia.ColorWHITE, AntiAlias=True)


def test_a_short_text_takes_the_largest_size() -> None:
    fitted = fit([Span("Hi", WHITE)], TextStyle(), LIBRARY, FitBox(900, 400, 10, 80))
    assert fitted.fits
    assert fitted.style.size_px == 80


def test_a_quarter_pixel_more_would_not_fit() -> None:
    spans, box = [Span("Hello wonderful world of text", WHITE)], FitBox(400, 120, 10, 200)
    fitted = fit(spans, TextStyle(), LIBRARY, box)
    larger = lay_out(spans, fitted.style.at_size(fitted.style.size_px + STEP_PX), LIBRARY, box.width_px)
    assert fitted.fits
    assert larger.height > box.height_px or larger.width > box.width_px


def test_a_long_word_shrinks_the_text_rather_than_being_broken() -> None:
    fitted = fit([Span("Donaudampfschifffahrt", WHITE)], TextStyle(), LIBRARY, FitBox(300, 400, 10, 200))
    assert fitted.fits
    assert [line.text for line in fitted.paragraph.lines] == ["Donaudampfschifffahrt"]


def test_a_word_too_long_at_the_smallest_size_is_broken() -> None:
    fitted = fit([Span("Donaudampfschifffahrt" * 2, WHITE)], TextStyle(), LIBRARY, FitBox(300, 400, 30, 200))
    assert fitted.fits
    assert fitted.style.size_px == 30
    assert fitted.paragraph.line_count > 1


def test_text_that_cannot_fit_says_so_and_is_cut_to_the_room() -> None:
    fitted = fit([Span("far too many words " * 30, WHITE)], TextStyle(), LIBRARY, FitBox(200, 100, 20, 60))
    assert not fitted.fits
    assert fitted.paragraph.height <= 100
    assert fitted.paragraph.overflowed


def test_the_limit_of_lines_makes_the_text_smaller() -> None:
    spans = [Span("one two three four five", WHITE)]
    one = fit(spans, TextStyle(), LIBRARY, FitBox(400, 400, 10, 200, max_lines=1))
    free = fit(spans, TextStyle(), LIBRARY, FitBox(400, 400, 10, 200))
    assert one.paragraph.line_count == 1
    assert one.style.size_px < free.style.size_px


def test_letter_spacing_shrinks_with_the_size() -> None:
    style = TextStyle(size_px=100, letter_spacing_px=20)
    fitted = fit([Span("WIDE WORDS", WHITE)], style, LIBRARY, FitBox(300, 200, 10, 100, max_lines=1))
    assert fitted.style.letter_spacing_px == pytest.approx(fitted.style.size_px / 5)


@pytest.mark.parametrize("box", [(0, 9, 1, 2), (9, -1, 1, 2), (9, 9, 0, 2), (9, 9, 3, 2), (9, 9, 1, 1e9)])
def test_an_impossible_box_is_an_invalid_input(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(InvalidInput):
        FitBox(*box)


@settings(max_examples=50, deadline=None)
@given(
    words,
    st.integers(80, 900),
    st.integers(40, 500),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from(["greedy", "balanced"]),
)
def test_text_said_to_fit_fits(texts: list[str], width: int, height: int, max_lines: int | None, wrap: str) -> None:
    style = TextStyle(wrap=wrap, line_height=1.2)  # type: ignore[arg-type]
    fitted = fit([Span(f"{text} ", WHITE) for text in texts], style, LIBRARY, FitBox(width, height, 8, 120, max_lines))
    if fitted.fits:
        assert not fitted.paragraph.overflowed
        assert fitted.paragraph.width <= width + 0.1
        assert fitted.paragraph.height <= height + 0.1
        assert max_lines is None or fitted.paragraph.line_count <= max_lines


@pytest.mark.parametrize("width", [486.4, 427.0, 300.9, 485.5])
def test_a_word_as_wide_as_its_box_is_not_broken_by_a_part_of_a_pixel(width: float) -> None:
    style = TextStyle(weight=700, wrap="balanced")
    fitted = fit([Span("Morning in the meadow", WHITE)], style, LIBRARY, FitBox(width, 600, 10, 122.4))
    lines = [line.text.strip() for line in fitted.paragraph.lines]
    assert " ".join(lines) == "Morning in the meadow"
