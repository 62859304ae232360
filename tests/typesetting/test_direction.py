from __future__ import annotations

import pytest

from reelwright.typesetting.direction import first_strong


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("", "ltr"),
        ("12.5 — !", "ltr"),
        ("Hello שלום", "ltr"),
        ("שלום Hello", "rtl"),
        ("«123» مرحبا Hello", "rtl"),
        ("\u2068Hello\u2069 שלום", "rtl"),
        ("\u200fHello", "rtl"),
    ],
)
def test_the_first_strong_character_outside_isolates_gives_the_direction(text: str, direction: str) -> None:
    assert first_strong(text) == direction
