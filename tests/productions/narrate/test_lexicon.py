"""Pronunciations: said as the dictionary tells, shown as they were written."""

from __future__ import annotations

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.lexicon import Lexicon, parse_lexicon
from reelwright.productions.narrate.spoken import spoken_form
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import spoken_units

LEXICON = parse_lexicon(
    """# names
Nguyen = win
tomato = tuh-MAH-toh /təˈmɑːtəʊ/
SQL = sequel
New York = noo yorrk city
GIF = /dʒɪf/
水稻 = 米
[de]
Chef = Scheff
"""
)


def _timed(text: str, language: str = "en") -> list[tuple[str, float, float]]:
    said = LEXICON.said(text, language)
    words = [Word(unit, float(n), n + 1.0) for n, unit in enumerate(spoken_units(said.text))]
    assert len(words) == said.pieces
    return [(word.text, word.start, word.end) for word in said.times_of_written(words)]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Nguyen's tomato, please.", "en", "win's tuh-MAH-toh, please."),
        ("TOMATO and Tomatoes", "en", "tuh-MAH-toh and Tomatoes"),
        ("nguyen stays", "en", "nguyen stays"),
        ("He flew to New York.", "en", "He flew to noo yorrk city."),
        ("Der Chef kommt.", "de", "Der Scheff kommt."),
        ("Der Chefkoch kommt.", "de-AT", "Der Chefkoch kommt."),
        ("The Chef comes.", "en", "The Chef comes."),
        ("A GIF here.", "en", "A GIF here."),
    ],
)
def test_words_are_said_as_the_dictionary_tells(text: str, language: str, said: str) -> None:
    assert LEXICON.said(text, language).text == said


def test_captions_keep_the_writers_words_at_the_times_of_what_was_said() -> None:
    assert _timed("In New York Nguyen slept.") == [
        ("In", 0, 1), ("New", 1, pytest.approx(2.2857, abs=0.01)), ("York", pytest.approx(2.2857, abs=0.01), 4), ("Nguyen", 4, 5), ("slept.", 5, 6),
    ]  # fmt: skip


def test_a_script_without_spaces_has_no_boundaries() -> None:
    assert LEXICON.said("农民种水稻。", "zh").text == "农民种米。"
    words = _timed("农民种水稻。", "zh")
    assert "".join(text for text, *_ in words) == "农民种水稻。"
    assert words[-1][2] == 4.0


def test_a_combining_mark_is_no_boundary() -> None:
    lexicon = parse_lexicon("कम = कम्म")
    assert lexicon.said("कमी कम है", "hi").text == spoken_form("कमी कम्म है", "hi").text


def test_ipa_goes_to_those_who_read_it_with_the_written_word() -> None:
    said = LEXICON.said("A tomato, a GIF and Nguyen.", "en", reads_ipa=True)
    assert said.text == "A tomato, a GIF and win."
    assert said.ipa == ((1, "təˈmɑːtəʊ"), (3, "dʒɪf"))


def test_nothing_changes_without_a_match() -> None:
    text = "In 1984, 1,200 people came — to see rice!"
    assert LEXICON.said(text, "en").spoken == spoken_form(text, "en")
    assert Lexicon().said(text, "en").text == spoken_form(text, "en").text


@pytest.mark.parametrize("line", ["Nguyen", "= win", "word =", "New York = /njuː jɔːk/"])
def test_a_line_that_says_nothing_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(InvalidInput, match="line 2"):
        parse_lexicon(f"# note\n{line}")
