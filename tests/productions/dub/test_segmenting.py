"""Segments: every word in exactly one, by sentences, pauses and speakers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.dub.document import SourceWord
from reelwright.productions.dub.segmenting import LONGEST_MS, Said, segments_of_words


def said(*rows: tuple[str, int, int, str]) -> list[Said]:
    return [Said(SourceWord(text, start, end), speaker) for text, start, end, speaker in rows]


def spoken(text: str, start: int = 0, speaker: str = "A", pace: int = 300) -> list[Said]:
    return [
        Said(SourceWord(word, start + i * pace, start + i * pace + pace - 40), speaker)
        for i, word in enumerate(text.split())
    ]


def texts(words: list[Said], language: str = "en") -> list[str]:
    return [segment.text for segment in segments_of_words(words, language)]


def test_sentences_make_segments_and_abbreviations_do_not() -> None:
    assert texts(spoken("Good morning, Dr. Smith. How are you today?")) == [
        "Good morning, Dr. Smith.",
        "How are you today?",
    ]


def test_a_pause_divides_and_a_speaker_divides() -> None:
    assert texts(spoken("I was thinking") + spoken("about rice.", 3000)) == ["I was thinking", "about rice."]
    two = spoken("Do you like rice?") + spoken("Yes, very much.", 1300, "B") + spoken("Good.", 2500)
    assert [(s.speaker, s.text) for s in segments_of_words(two, "en")] == [
        ("A", "Do you like rice?"), ("B", "Yes, very much."), ("A", "Good."),
    ]  # fmt: skip


def test_speakers_at_once_are_kept_apart() -> None:
    both = spoken("one two three four five six", 0, "A", 500) + spoken("yes I see", 700, "B", 300)
    found = segments_of_words(both, "en")
    assert {s.speaker for s in found} == {"A", "B"}
    assert [s.start_ms for s in found] == sorted(s.start_ms for s in found)


def test_scripts_without_spaces_are_joined_as_they_are_written() -> None:
    words = said(("你好", 0, 400, "A"), ("世界。", 400, 900, "A"), ("再见。", 1000, 1500, "A"))
    assert texts(words, "zh") == ["你好世界。", "再见。"]


def test_a_breathless_talk_is_divided_at_its_clauses() -> None:
    long = spoken("we went to the market, and then we bought some rice and beans and bread " * 5, pace=350)
    found = segments_of_words(long, "en")
    assert all(segment.duration_ms <= LONGEST_MS for segment in found)
    assert sum(segment.text.endswith(",") for segment in found) >= 2


@given(
    st.lists(
        st.tuples(st.sampled_from(["one", "two.", "three,", "four?", "你", "好。", "…"]), st.integers(0, 1500), st.integers(20, 900), st.sampled_from("AB")),
        min_size=1, max_size=80,
    )
)  # fmt: skip
def test_no_word_is_lost_or_said_twice(rows: list[tuple[str, int, int, str]]) -> None:
    now, words = 0, []
    for number, (text, pause, length, speaker) in enumerate(rows):
        now += pause
        words.append(Said(SourceWord(f"{number}{text}", now, now + length), speaker))
        now += length
    found = segments_of_words(words, "en")
    assert sorted(word.text for segment in found for word in segment.words) == sorted(each.word.text for each in words)
    by_speaker: dict[str, int] = {}
    for segment in found:
        assert segment.start_ms < segment.end_ms
        assert segment.start_ms >= by_speaker.get(segment.speaker, 0)
        by_speaker[segment.speaker] = segment.end_ms
    assert len({segment.id for segment in found}) == len(found)
