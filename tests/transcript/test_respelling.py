"""Punctuation comes back to words that were heard without it."""

from reelwright.transcript.language_names import base_language, language_tag
from reelwright.transcript.respelling import spelt_as
from reelwright.transcript.words import Word


def _heard(text: str) -> list[Word]:
    return [Word(word, float(at), at + 0.8) for at, word in enumerate(text.split())]


def test_each_word_gets_its_spelling_and_keeps_its_time() -> None:
    spelt = spelt_as("Well, it's 5 o'clock - U.S. time!", _heard("well it's 5 o'clock us time"))
    assert [(word.text, round(word.start, 2), round(word.end, 2)) for word in spelt if word.text != "-"] == [
        ("Well,", 0, 0.8), ("it's", 1, 1.8), ("5", 2, 2.8), ("o'clock", 3, 3.8), ("U.S.", 4, 4.8), ("time!", 5, 5.8),
    ]  # fmt: skip


def test_words_that_are_cut_otherwise_are_joined_or_divided() -> None:
    assert [(word.text, word.start) for word in spelt_as("Cannot do.", _heard("can not do"))] == [
        ("Cannot", 0),
        ("do.", 2),
    ]
    halves = spelt_as("Can not.", _heard("cannot"))
    assert [word.text for word in halves] == ["Can", "not."]


def test_a_text_that_differs_here_and_there_is_still_placed() -> None:
    spelt = spelt_as("It costs $20 today.", _heard("it costs twenty dollars today"))
    assert [word.text for word in spelt] == ["It", "costs", "$20", "today."]
    assert (spelt[1].start, spelt[-1].start) == (1, 4)


def test_nothing_heard_is_nothing_spelt() -> None:
    assert spelt_as("Hello.", []) == []
    assert spelt_as(" ", _heard("hello")) == []


def test_scripts_without_spaces_are_placed_by_character() -> None:
    assert "".join(word.text for word in spelt_as("你好，世界。", _heard("你好 世界"))) == "你好，世界。"


def test_languages_have_one_tag_whatever_they_are_called() -> None:
    assert [language_tag(name) for name in ("english", "eng", "EN", "en-US", "haitian creole", "cmn", "xx")] == [
        "en", "en", "en", "en-US", "ht", "zh", "xx",
    ]  # fmt: skip
    assert [base_language(tag) for tag in ("en-GB", "pt-BR", "nb", "zh-Hant-TW")] == ["en", "pt", "no", "zh"]
