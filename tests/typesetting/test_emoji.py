from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.typesetting.emoji import split_emoji


@pytest.mark.parametrize(
    "emoji",
    [
        "😀",
        "❤️",
        "👨‍👩‍👧‍👦",
        "1️⃣",
        "🇯🇵",
        "👍🏽",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏳️‍🌈",
        "👩🏽‍⚕️",
        "⌚",
    ],
)
def test_an_emoji_of_several_code_points_is_one_stretch(emoji: str) -> None:
    assert list(split_emoji(f"a {emoji} b")) == [("a ", False), (emoji, True), (" b", False)]


@pytest.mark.parametrize("text", ["plain 123 # * text", "❤ © ™ ↔ ✓", "☺︎", "שלום"])
def test_letters_digits_and_text_symbols_are_not_emoji(text: str) -> None:
    assert list(split_emoji(text)) == [(text, False)]


@given(st.text("ab1#❤😀👨🇯\u200d\ufe0f\ufe0e\u20e3🏽 ", max_size=20))
def test_the_pieces_joined_give_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in split_emoji(text)) == text
