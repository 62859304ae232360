"""Phonemes in Kokoro's alphabet."""

from __future__ import annotations

import pytest

from reelwright.speaking.phonemes import phonemes
from reelwright.vendors.kokoro.vocabulary import VOCABULARY, kokoro_symbols, numbered


def read(text: str, voice: str, letter: str) -> str:
    clauses = phonemes(text, voice).clauses
    return " ".join(kokoro_symbols(clause.symbols, clause.units, letter)[0] for clause in clauses)


@pytest.mark.parametrize(
    ("text", "voice", "letter", "expected"),
    [
        ("Hello world", "en-us", "a", "həlˈO wˈɜɹld"),
        ("the boy may fly now", "en-us", "a", "ðə bˈY mˈA flˈI nˈW"),
        ("cheese and jam", "en-us", "a", "ʧˈiz ænd ʤˈæm"),
        ("go home", "en-gb", "b", "ɡˌQ hˈQm"),
        ("bonjour", "fr-fr", "f", "bɔ̃ʒˈuʁ"),
    ],
)
def test_the_models_own_letters_stand_for_espeaks(text: str, voice: str, letter: str, expected: str) -> None:
    assert read(text, voice, letter) == expected


def test_every_symbol_has_a_number_and_an_owner() -> None:
    clause = phonemes("Butter, 1,250 buttons and a ʘ", "en-us").clauses[-1]
    symbols, owners = kokoro_symbols(clause.symbols, clause.units, "a")
    assert len(symbols) == len(owners)
    assert set(symbols) <= set(VOCABULARY)
    assert numbered("a b") == [0, 43, 16, 44, 0]
    assert list(owners) == sorted(owners)


def test_sounds_outside_the_vocabulary_are_left_out() -> None:
    assert kokoro_symbols("aʘb", (0, 0, 1), "e") == ("ab", (0, 1))
