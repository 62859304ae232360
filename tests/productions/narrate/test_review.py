"""A script is looked at without a model: measures, weak places with their positions, a score with reasons."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.pace import narration_seconds
from reelwright.productions.narrate.review.analysis import Analysis, analyze
from reelwright.productions.narrate.review.measures import syllables
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import parse_script


def _of(*sentences: str, language: str = "en", title: str = "T") -> Analysis:
    return analyze(Script(title, language, (Section("", tuple(map(Sentence, sentences))),)))


def _marked(found: Analysis, kind: str, *sentences: str) -> list[str]:
    """The words each finding of a kind points at."""
    return [sentences[each.sentence - 1][each.start : each.end] for each in found.findings if each.kind == kind]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("rice", 1), ("water", 2), ("table", 2), ("flooded", 2), ("walked", 1), ("people", 2), ("banana", 3), ("idea", 3),
        ("the", 1), ("marriage", 2), ("created", 3), ("science", 2), ("free", 1), ("apple", 2), ("3", 1),
    ],
)  # fmt: skip
def test_syllables_of_english_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_plain_english_is_low_and_of_officialese_high() -> None:
    plain = _of("The cat sat on the mat.", "It was a big cat.").measures.reading
    hard = _of(
        "The implementation of administrative regulations necessitates considerable organisational coordination."
    ).measures.reading
    assert plain.formula == hard.formula == "flesch-kincaid"
    assert plain.value is not None
    assert hard.value is not None
    assert plain.value < 2 < 15 < hard.value


def test_lix_is_worked_out_as_its_author_says() -> None:
    reading = _of("Katten satt på mattan.", "Organisationen förändrades.", language="sv").measures.reading
    assert reading.formula == "lix"
    assert reading.value == pytest.approx(6 / 2 + 100 * 2 / 6, abs=0.05)


@pytest.mark.parametrize("language", ["zh", "ja", "th"])
def test_nothing_is_claimed_for_scripts_without_spaces(language: str) -> None:
    found = _of("水稻在水中生长。", "农民春天放水。", language=language).measures
    assert (found.reading.formula, found.reading.value, found.words) == ("none", None, 0)
    assert found.characters == 13


def test_time_is_that_of_our_own_pace_and_sections_follow_each_other() -> None:
    script = parse_script("# T\nOne two three.\n> pause: 2\n## B\nFour five six seven.\n", "s", "en")
    measures = analyze(script).measures
    assert measures.seconds == pytest.approx(narration_seconds(script), abs=0.06)
    first, second = measures.pace
    assert (first.start, second.title, second.words) == (0.0, "B", 4)
    assert second.start == pytest.approx(first.seconds + 0.45, abs=0.11)
    assert second.start + second.seconds == pytest.approx(measures.seconds, abs=0.2)


def test_a_long_sentence_is_found_with_a_place_to_divide_it() -> None:
    long = "Rice grows in water that farmers let in when spring comes to the hills, and the young plants stand in it for half of their life."
    found = next(each for each in _of("Short.", long).findings if each.kind == "long")
    assert (found.section, found.sentence, found.start, found.end) == (1, 2, 0, len(long))
    assert "to the hills" in found.suggestion


def test_the_third_use_of_a_word_is_a_repetition_unless_it_is_the_topic() -> None:
    sentences = ("Fields are wide.", "Green fields shine.", "All fields dry.")
    assert _marked(_of(*sentences), "repetition", *sentences) == ["fields"]
    assert _marked(_of(*sentences, title="Rice fields"), "repetition", *sentences) == []
    apart = ("Fields are wide.", "One.", "Two.", "Green fields shine.", "Three.", "Four.", "All fields dry.")
    assert _marked(_of(*apart), "repetition", *apart) == []


def test_equal_sentences_and_equal_openings_are_found() -> None:
    sentences = ("It grows fast here.", "It grows well there.", "Something else comes.", "It grows fast here.")
    found = _of(*sentences)
    assert _marked(found, "opening", *sentences) == ["It grows"]
    assert _marked(found, "repetition", *sentences) == [sentences[0]]


def test_passives_and_fillers_of_english_are_marked_where_they_stand() -> None:
    sentences = (
        "Rice is usually grown in water.",
        "In order to grow, it really needs sun.",
        "She is interested in it.",
    )
    found = _of(*sentences)
    assert _marked(found, "passive", *sentences) == ["is usually grown"]
    assert _marked(found, "filler", *sentences) == ["In order to", "really"]
    assert next(each for each in found.findings if each.kind == "filler").suggestion == "say “to”"


def test_other_languages_are_not_searched_for_english_habits() -> None:
    assert not [
        each for each in _of("Das was gemacht very.", language="de").findings if each.kind in ("passive", "filler")
    ]


def test_a_strong_opening_is_told_from_a_weak_one_with_reasons() -> None:
    strong = _of("Did you know that 3 billion people eat rice?", "It grows in Asia.").hook
    weak = _of("Hello and welcome to this.", "There is something growing somewhere.").hook
    assert strong.score == 100
    assert weak.score == 0
    assert {part.name for part in weak.parts} >= {"question", "number", "you", "length", "concrete", "greeting"}
    assert all(part.reason for part in weak.parts)


@pytest.mark.parametrize(
    ("language", "text", "addresses"),
    [
        ("de", "Wissen Sie das schon?", True), ("de", "Weiß das sie schon?", False), ("fr", "Savez-vous ? Oui, vous savez.", True),
        ("hi", "क्या आप जानते हैं?", True), ("zh", "你知道吗？", True), ("es", "¿Lo sabe usted?", True), ("en", "Nobody knows.", False),
    ],
)  # fmt: skip
def test_speaking_to_the_listener_is_seen_in_several_languages(language: str, text: str, addresses: bool) -> None:
    part = next(part for part in _of(text, language=language).hook.parts if part.name == "you")
    assert (part.points > 0) == addresses


def test_the_score_is_a_hundred_less_its_reasons() -> None:
    found = _of("Hello.", "It is really very grown by people, people and people.", "People are seen.")
    assert found.score == max(0, 100 - sum(reason.points for reason in found.reasons))
    assert found.score < 80
    assert [reason.points for reason in found.reasons] == sorted(
        (reason.points for reason in found.reasons), reverse=True
    )


def test_a_script_of_another_length_than_wanted_loses_points() -> None:
    script = parse_script("# T\nDid you know that 3 billion people eat rice in Asia?\n", "s", "en")
    assert analyze(script, 60).score < analyze(script).score
    assert any("shorter than the 60 s" in reason.reason for reason in analyze(script, 60).reasons)


@given(
    st.lists(st.text(max_size=60).map(lambda text: "a" + " ".join(text.split())), min_size=1, max_size=8),
    st.sampled_from(["en", "de", "zh", "hi", "xx"]),
)
def test_any_script_can_be_looked_at(sentences: list[str], language: str) -> None:
    found = _of(*sentences, language=language)
    assert 0 <= found.score <= 100
    for each in found.findings:
        assert 0 <= each.start < each.end <= len(sentences[each.sentence - 1])
    json.dumps(found.as_row())
