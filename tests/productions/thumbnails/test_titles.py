"""Few words, in wordings that differ where the title gives them."""

from __future__ import annotations

import pytest

from reelwright.productions.thumbnails.titles import key_words, thumbnail_titles


def test_a_title_of_two_parts_gives_three_wordings() -> None:
    found = thumbnail_titles("How rice grows: 7 secrets of the paddy field", 3)
    assert len(set(found)) == 3
    assert "7 secrets of the paddy field" in found


def test_own_words_come_first() -> None:
    assert thumbnail_titles("How rice grows", 2, ["Wet feet!"]) == ["Wet feet!", "How rice grows"]


@pytest.mark.parametrize("title", ["चावल कैसे उगता है", "猫とロケットの不思議な一日", "Rice", ""])
def test_there_are_always_as_many_as_asked_for(title: str) -> None:
    assert len(thumbnail_titles(title, 5)) == 5


def test_a_long_title_is_cut_between_words() -> None:
    (found,) = thumbnail_titles("why the words of some languages grow without any end and what you can do", 1)
    assert found.endswith("…")
    assert len(found) <= 61


@pytest.mark.parametrize(("title", "key"), [("7 secrets of rice", "7"), ("The paddy field", "paddy"), ("Rice", "")])
def test_a_number_or_the_longest_word_is_stressed(title: str, key: str) -> None:
    assert key_words(title) == key
