"""Phonemes and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.speaking.matching_symbols import owners
from reelwright.speaking.phonemes import Phonemes, phonemes


def by_unit(written: Phonemes) -> dict[str, str]:
    found: dict[str, str] = {}
    for clause in written.clauses:
        for symbol, unit in zip(clause.symbols, clause.units, strict=True):
            found[written.units[unit]] = found.get(written.units[unit], "") + symbol
    return {unit: symbols.strip() for unit, symbols in found.items()}


def test_each_word_has_its_sounds() -> None:
    assert by_unit(phonemes("Hello big world", "en-us")) == {"Hello": "həlˈo͡ʊ", "big": "bˈɪɡ", "world": "wˈɜːld"}


def test_numbers_of_many_words_and_words_drawn_together_find_their_place() -> None:
    found = by_unit(phonemes("the price of the boat is $1,250.50 now", "en-us"))
    assert (found["of"], found["boat"], found["now"]) == ("ʌv", "bˈo͡ʊt", "nˈa͡ʊ")
    assert found["$1,250.50"].startswith("dˈɑːlɚ wˈʌn θ")
    assert list(found) == "the price of boat is $1,250.50 now".split()


def test_clauses_end_at_marks_and_not_at_abbreviations() -> None:
    clauses = phonemes('Well, Dr. Smith: "yes"! And then … no? Right', "en-us").clauses
    assert [clause.mark for clause in clauses] == [",", ":", "!", "…", "?", ""]
    assert [clause.ends_sentence for clause in clauses] == [False, False, True, True, True, False]
    assert [clause.mark for clause in phonemes("आप कैसे हैं? मैं ठीक हूँ।", "hi").clauses] == ["?", "."]


def test_scripts_without_spaces_go_by_their_pieces_and_switches_of_language_leave_no_trace() -> None:
    written = phonemes("我用Python写代码", "cmn")
    assert "".join(written.units) == "我用Python写代码"
    assert not any(char in clause.symbols for clause in written.clauses for char in "()")
    assert "pˈa͡ɪθən" in by_unit(written)["Python"]


@pytest.mark.parametrize("text", ["", "— * …", "   "])
def test_what_cannot_be_said_is_in_no_clause(text: str) -> None:
    written = phonemes(text, "en-us")
    assert written.clauses == ()
    assert list(written.units) == text.split()


def test_a_voice_espeak_has_not_is_said() -> None:
    with pytest.raises(InvalidInput, match="no voice 'xx-nowhere'"):
        phonemes("hi", "xx-nowhere")


def test_voices_are_found_by_language_and_by_espeaks_own_name() -> None:
    assert phonemes("go", "en-gb") == phonemes("go", "en")
    assert phonemes("go", "en_GB") == phonemes("go", "en-gb")


@given(
    st.lists(st.text("abcˈ", min_size=1, max_size=6), min_size=1, max_size=6),
    st.lists(st.text("abc ", max_size=8), min_size=1, max_size=6),
)
def test_owners_are_one_for_each_symbol_and_go_forward(words: list[str], alone: list[str]) -> None:
    symbols = " ".join(words)
    found = owners(symbols, list(enumerate(alone)))
    assert len(found) == len(symbols)
    assert list(found) == sorted(found)
    assert set(found) <= set(range(len(alone)))
