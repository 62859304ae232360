from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.typesetting.boxes import NOWHERE, Box
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import MAX_CHARACTERS, Paragraph, lay_out
from reelwright.typesetting.style import Span, TextStyle

from .texts import words

LIBRARY = FontLibrary()
WHITE = skia.Paint(Color=skia.ColorWHITE, AntiAlias=True)
STYLE = TextStyle(size_px=40)
ARABIC = ("مرحبا", " ", "بالعالم", " ", "الجميل", ".")
ALIGNS = st.sampled_from(["start", "end", "left", "center", "right", "justify"])


def set_text(*texts: str, width: float = 600, style: TextStyle = STYLE) -> Paragraph:
    return lay_out([Span(text, WHITE) for text in texts], style, LIBRARY, width)


def pixels(paragraph: Paragraph) -> np.ndarray:
    plane = np.zeros((int(paragraph.height) + 40, int(paragraph.width_px) + 40), np.uint8)
    canvas = skia.Canvas(plane, colorType=skia.kAlpha_8_ColorType, alphaType=skia.kPremul_AlphaType)
    paragraph.paint(canvas, 20, 20)
    return plane


@pytest.mark.parametrize("texts", [(), ("",), ("", "")])
def test_an_empty_text_is_one_empty_line(texts: tuple[str, ...]) -> None:
    paragraph = set_text(*texts)
    assert [line.text for line in paragraph.lines] == [""]
    assert paragraph.width == 0
    assert paragraph.height == set_text("x").height
    assert paragraph.span_boxes() == [NOWHERE for _ in texts]
    assert paragraph.ink_bounds() == NOWHERE


def test_newlines_end_lines_and_empty_lines_count() -> None:
    paragraph = set_text("a\n\n", "b\r\nc")
    assert [line.text for line in paragraph.lines] == ["a", "", "b", "c"]
    assert paragraph.height == pytest.approx(4 * set_text("a").height)


def test_lines_break_between_words_and_tell_their_text() -> None:
    assert [line.text for line in set_text("one two three four", width=200).lines] == ["one two", "three four"]


def test_thai_breaks_without_spaces_and_never_inside_a_word() -> None:
    lines = [line.text for line in set_text("ภาษาไทยเขียนติดกัน", width=200).lines]
    assert lines == ["ภาษาไทย", "เขียนติดกัน"]


def test_a_word_longer_than_the_line_is_broken_and_not_clipped() -> None:
    paragraph = set_text("Donaudampfschifffahrtsgesellschaft", width=200)
    assert "".join(line.text for line in paragraph.lines) == "Donaudampfschifffahrtsgesellschaft"
    assert paragraph.width <= 200
    assert not paragraph.overflowed


def test_a_letter_wider_than_the_paragraph_overflows() -> None:
    assert set_text("W", width=5).overflowed


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    assert [line.text for line in set_text("\ud800a\x00\u2069b\u200b\u200d").lines] == ["\ufffdab\u200b\u200d"]


@pytest.mark.parametrize(("text", "left"), [("abc", True), ("שלום", False), ("123 שלום", False), ("abc שלום", True)])
def test_start_aligns_by_the_first_strong_character(text: str, left: bool) -> None:
    box = set_text(text).span_boxes()[0]
    assert box.x0 == pytest.approx(0, abs=0.01) if left else box.x1 == pytest.approx(600, abs=0.01)


@pytest.mark.parametrize(("align", "x0", "x1"), [("left", 0, None), ("right", None, 600), ("end", 0, None)])
def test_alignment_of_right_to_left_text(align: str, x0: float | None, x1: float | None) -> None:
    box = set_text("שלום", style=dataclasses.replace(STYLE, align=align)).span_boxes()[0]  # type: ignore[arg-type]
    assert (box.x0 if x0 is not None else box.x1) == pytest.approx(x0 if x0 is not None else x1, abs=0.01)


def test_final_punctuation_of_right_to_left_text_stands_at_its_left() -> None:
    word, stop = set_text("שלום", ".").span_boxes()
    assert stop.x1 == pytest.approx(word.x0, abs=0.01)


def test_a_right_to_left_word_ending_left_to_right_text_keeps_the_stop_at_the_right() -> None:
    word, stop = set_text("hello שלום", ".").span_boxes()
    assert stop.x0 == pytest.approx(word.x1, abs=0.01)


def test_a_given_direction_wins_over_the_letters() -> None:
    word, stop = set_text("Hello", ".", style=dataclasses.replace(STYLE, direction="rtl")).span_boxes()
    assert stop.x1 == pytest.approx(word.x0, abs=0.01)


def test_an_isolate_end_in_the_text_does_not_break_the_direction() -> None:
    word, stop = set_text("\u2069שלום", ".").span_boxes()
    assert stop.x1 == pytest.approx(word.x0, abs=0.01)


def test_every_line_of_right_to_left_text_ends_flush_right() -> None:
    lines = set_text("مرحبا بالعالم الجميل في هذا اليوم", width=250).lines
    assert len(lines) > 1
    assert [line.box.x1 for line in lines] == pytest.approx([250] * len(lines), abs=0.01)


def test_justified_lines_but_the_last_fill_the_width() -> None:
    lines = set_text("one two three four five six seven", width=250, style=TextStyle(size_px=40, align="justify")).lines
    assert len(lines) > 2
    assert [line.box.x1 for line in lines[:-1]] == pytest.approx([250] * (len(lines) - 1), abs=0.1)


def test_arabic_words_have_the_boxes_where_their_ink_is() -> None:
    paragraph = set_text(*ARABIC)
    for index, box in enumerate(paragraph.span_boxes()):
        if ARABIC[index].strip():
            alone = paragraph.repainted([WHITE if other == index else None for other in range(len(ARABIC))])
            ink = alone.ink_bounds()
            assert box.x0 - 4 <= ink.x0 <= box.x0 + 8
            assert box.x1 - 8 <= ink.x1 <= box.x1 + 4


def test_colouring_part_of_an_arabic_word_leaves_its_joined_shape() -> None:
    assert np.array_equal(pixels(set_text("مرحبا بالعالم")), pixels(set_text("مر", "حبا ", "بال", "عالم")))


def test_letter_spacing_widens_latin_and_leaves_arabic_joined_in_the_same_line() -> None:
    latin, arabic = set_text("abcd", "مرحبا").span_boxes()
    wide_latin, wide_arabic = set_text(
        "abcd", "مرحبا", style=dataclasses.replace(STYLE, letter_spacing_px=5)
    ).span_boxes()
    assert wide_latin.x1 - wide_latin.x0 == pytest.approx(latin.x1 - latin.x0 + 20, abs=0.1)
    assert wide_arabic.x1 - wide_arabic.x0 == pytest.approx(arabic.x1 - arabic.x0, abs=0.1)


@pytest.mark.parametrize(("text", "coloured"), [("❤", False), ("❤️", True)])
def test_a_selector_decides_between_symbol_and_emoji_where_the_text_font_has_both(
    text: str, coloured: bool, need_family: Callable[[str], None]
) -> None:
    need_family("Noto Color Emoji")
    paragraph = set_text(text, style=TextStyle(size_px=40, family="Noto Sans Symbols2"))
    surface = skia.Surface(100, 100)
    paragraph.paint(surface.getCanvas(), 0, 0)
    red, green, blue = np.moveaxis(surface.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3].astype(int), 2, 0)
    assert bool(((red - green > 60) & (red - blue > 60)).any()) is coloured


def test_lines_are_equally_high_whatever_fonts_they_need() -> None:
    style = TextStyle(size_px=40, line_height=1.5)
    baselines = [line.baseline for line in set_text("abc\nمرحبا\nक्ष\n→", style=style).lines]
    assert np.diff(baselines) == pytest.approx([60, 60, 60])


def test_text_beyond_the_allowed_lines_is_cut_with_an_ellipsis() -> None:
    texts = ["one two three ", "four five six seven eight ", "nine ten"]
    paragraph = lay_out([Span(text, WHITE) for text in texts], STYLE, LIBRARY, 300, max_lines=2)
    assert paragraph.line_count == 2
    assert paragraph.overflowed
    assert paragraph.lines[-1].text.endswith("…")
    assert len(paragraph.span_boxes()) == 3
    assert paragraph.span_boxes()[2] == NOWHERE


def test_text_within_the_allowed_lines_is_left_whole() -> None:
    paragraph = lay_out([Span("one two three", WHITE)], STYLE, LIBRARY, 600, max_lines=1)
    assert not paragraph.truncated
    assert paragraph.lines[0].text == "one two three"


def test_a_cut_never_tears_a_joined_emoji() -> None:
    family = "👨‍👩‍👧‍👦"
    paragraph = lay_out([Span(family * 12, WHITE)], STYLE, LIBRARY, 300, max_lines=1)
    kept = paragraph.lines[0].text.removesuffix("…")
    assert kept == family * (len(kept) // len(family))


def test_balanced_lines_are_as_many_and_more_alike() -> None:
    greedy = set_text("one two three four five six seven", width=500, style=TextStyle(size_px=40, align="center"))
    style = TextStyle(size_px=40, align="center", wrap="balanced")
    balanced = set_text("one two three four five six seven", width=500, style=style)
    assert balanced.line_count == greedy.line_count == 2
    assert min(line.box.x1 - line.box.x0 for line in balanced.lines) > 2 * min(
        line.box.x1 - line.box.x0 for line in greedy.lines
    )
    middles = [(line.box.x0 + line.box.x1) / 2 for line in balanced.lines]
    assert middles == pytest.approx([250, 250], abs=0.1)


def test_ink_bounds_hold_the_pixels_drawn_and_grow_with_an_outline() -> None:
    paragraph = set_text("Ägj", " ", "مرحبا")
    rows, columns = np.nonzero(pixels(paragraph))
    found = paragraph.ink_bounds()
    assert found == Box(columns.min() - 20, rows.min() - 20, columns.max() - 19, rows.max() - 19)
    outline = skia.Paint(Color=skia.ColorWHITE, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=12)
    assert paragraph.repainted([outline] * 3).ink_bounds().y0 <= found.y0 - 5


def test_repainting_one_word_changes_pixels_inside_its_box_only() -> None:
    paragraph = set_text("one ", "two", " three")
    before, after = pixels(paragraph), pixels(paragraph.repainted([WHITE, None, WHITE]))
    columns = np.flatnonzero((before != after).any(axis=0)) - 20
    box = paragraph.span_boxes()[1]
    assert box.x0 - 1 <= columns.min()
    assert columns.max() <= box.x1 + 1


def test_as_many_paints_as_spans_are_needed_to_repaint() -> None:
    with pytest.raises(InvalidInput):
        set_text("a", "b").repainted([WHITE])


@pytest.mark.parametrize("width", [0, -1, float("nan"), float("inf"), 1e9])
def test_an_impossible_width_is_an_invalid_input(width: float) -> None:
    with pytest.raises(InvalidInput):
        set_text("a", width=width)


def test_a_text_without_end_is_an_invalid_input() -> None:
    with pytest.raises(InvalidInput):
        set_text("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    "wrong", [{"size_px": 0}, {"size_px": float("nan")}, {"weight": 50}, {"line_height": 0}, {"letter_spacing_px": 1e9}]
)
def test_an_impossible_style_is_an_invalid_input(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        TextStyle(**wrong)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(words, st.integers(120, 900), ALIGNS, st.sampled_from(["greedy", "balanced"]), st.sampled_from(["auto", "rtl"]))
def test_span_boxes_lie_inside_the_paragraph(texts: list[str], width: int, align: str, wrap: str, way: str) -> None:
    style = TextStyle(size_px=32, align=align, wrap=wrap, direction=way)  # type: ignore[arg-type]
    paragraph = set_text(*(f"{text} " for text in texts), width=width, style=style)
    for box in paragraph.span_boxes():
        assert box == NOWHERE or (
            box.x0 >= -0.1 and box.x1 <= width + 0.1 and box.y0 >= 0 and box.y1 <= paragraph.height + 0.1
        )
    assert "".join(line.text.replace(" ", "") for line in paragraph.lines) == "".join(texts).replace("\n", "")


@settings(max_examples=40, deadline=None)
@given(words, st.integers(150, 900), st.data())
def test_repainting_moves_no_box_and_no_line(texts: list[str], width: int, data: st.DataObject) -> None:
    paragraph = set_text(*(f"{text} " for text in texts), width=width)
    outline = skia.Paint(Color=skia.ColorRED, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=8)
    paints = data.draw(st.lists(st.sampled_from([None, WHITE, outline]), min_size=len(texts), max_size=len(texts)))
    again = paragraph.repainted(paints)
    assert again.span_boxes() == paragraph.span_boxes()
    assert again.lines == paragraph.lines
    assert (again.width, again.height) == (paragraph.width, paragraph.height)


@settings(max_examples=40, deadline=None)
@given(words, st.integers(100, 600), st.integers(1, 3))
def test_a_limit_of_lines_is_kept(texts: list[str], width: int, max_lines: int) -> None:
    spans = [Span(f"{text} ", WHITE) for text in texts]
    paragraph = lay_out(spans, TextStyle(size_px=30), LIBRARY, width, max_lines=max_lines)
    assert paragraph.line_count <= max_lines
    assert len(paragraph.span_boxes()) == len(texts)
