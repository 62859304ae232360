"""Verses: syllables counted, and pauses that keep the metre."""

from __future__ import annotations

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.verse import syllables, verse_script

GITA = "धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः ।\nमामकाः पाण्डवाश्चैव किमकुर्वत सञ्जय ॥ १-१ ॥\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("धर्मक्षेत्रे कुरुक्षेत्रे", 8), ("समवेता युयुत्सवः", 8), ("मामकाः पाण्डवाश्चैव", 8), ("किमकुर्वत सञ्जय", 8),
        ("dharmakṣetre kurukṣetre", 8), ("samavetā yuyutsavaḥ", 8), ("kim akurvata sañjaya", 8),
        ("Tiger, tiger, burning bright", 7), ("The woods are lovely, dark and deep", 8), ("", 0), ("—", 0),
    ],
)  # fmt: skip
def test_syllables_are_counted(text: str, count: int) -> None:
    """A pada of an anustubh has eight."""
    assert syllables(text) == count


def test_a_sloka_is_said_by_its_halves_and_its_number_is_not() -> None:
    told = verse_script(GITA, "gita.md", "sa")
    assert [each.text for each in told.sentences] == [
        "धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः",
        "मामकाः पाण्डवाश्चैव किमकुर्वत सञ्जय",
    ]
    assert [each.pause for each in told.sentences] == [0.6, 1.5]


def test_a_shorter_line_is_waited_out() -> None:
    told = verse_script("# Song\n\nThe woods are lovely, dark and deep\nBut I have\n\nMiles to go\n", "w.md", "en")
    pauses = [each.pause or 0.0 for each in told.sentences]
    assert told.title == "Song"
    assert pauses[0] == 0.6
    assert pauses[1] == pytest.approx(1.5 + 5 * 0.14)
    assert pauses[2] == 1.5


def test_nothing_to_recite_is_refused() -> None:
    with pytest.raises(InvalidInput):
        verse_script("# Title\n\n॥ १ ॥\n", "x.md", "sa")
