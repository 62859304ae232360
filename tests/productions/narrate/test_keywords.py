"""The words a picture is searched by."""

from __future__ import annotations

import pytest

from reelwright.productions.narrate.keywords import content_words, picture_hint


def test_the_words_of_indic_scripts_keep_their_vowels() -> None:
    assert content_words("किसान इंतज़ार करते हैं") == ["किसान", "इंतज़ार", "करते", "हैं"]


@pytest.mark.parametrize(
    ("text", "section", "hint"),
    [
        ("The lights don't work at O'Neill's farm.", "What happened", "lights, work, o'neill, farm, happened"),
        ("In 2025 you'll see 1,05,000 ferries.", "", "see, ferries"),
        ("L'opération s'achève.", "", "opération, achève"),
    ],
)
def test_a_hint_holds_what_can_be_seen(text: str, section: str, hint: str) -> None:
    assert picture_hint(text, section, {}) == hint
