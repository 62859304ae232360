from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reelwright.typesetting.clean_text import clean_texts

ANY_TEXT = st.lists(st.text(st.characters(exclude_categories=()), max_size=30), max_size=4)


def test_every_kind_of_line_end_becomes_one_newline() -> None:
    assert clean_texts(["a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch"]) == ("a\nb\nc\nd\ne\nf\ng\nh",)


def test_a_line_end_split_between_two_texts_is_one_newline() -> None:
    assert clean_texts(["a\r", "\nb"]) == ("a\n", "b")


def test_lone_surrogates_become_the_replacement_character_and_controls_vanish() -> None:
    assert clean_texts(["a\ud800\x00\x07\u00adb\tc"]) == ("a\ufffdb    c",)


def test_an_isolate_end_without_start_is_dropped_and_a_matched_one_kept() -> None:
    assert clean_texts(["\u2069a\u2067b", "c\u2069\u2069d"]) == ("a\u2067b", "c\u2069d")


@given(ANY_TEXT)
def test_clean_text_is_encodable_has_no_controls_and_stays_clean(texts: list[str]) -> None:
    cleaned = clean_texts(texts)
    assert len(cleaned) == len(texts)
    "".join(cleaned).encode("utf-8")
    assert not [char for char in "".join(cleaned) if unicodedata.category(char) == "Cc" and char != "\n"]
    assert clean_texts(cleaned) == cleaned
