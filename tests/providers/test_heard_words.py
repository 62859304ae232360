"""Whatever a recogniser reports becomes a transcript that can be relied on."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reelwright.providers.heard_words import Heard, aligned, recognised, speaker_name
from reelwright.transcript.words import Word

_TIMES = st.floats(-5, 40) | st.sampled_from([math.nan, math.inf, 0.0, 11.0])
_HEARD = st.builds(
    Heard,
    st.text("ab. ?é世\n", max_size=6),
    _TIMES,
    _TIMES,
    st.sampled_from(["", "x", "y"]),
    st.none() | st.floats(-1, 2),
)


@given(st.lists(_HEARD, max_size=12))
def test_words_are_in_order_inside_the_sound_and_all_in_parts(rows: list[Heard]) -> None:
    heard = recognised(rows, 11.0, "en")
    assert all(
        0 <= word.start <= word.end <= 11 and word.text == " ".join(word.text.split()) != "" for word in heard.words
    )
    assert all(first.end <= second.start for first, second in pairwise(heard.words))
    assert [place for part in heard.parts for place in range(part.first, part.last)] == list(range(len(heard.words)))
    assert len(heard.confidence) in (0, len(heard.words))


def _said(text: str, start: float = 0.0, speaker: str = "") -> list[Heard]:
    return [Heard(word, start + at * 0.5, start + at * 0.5 + 0.4, speaker) for at, word in enumerate(text.split())]


def test_parts_end_with_sentences_speakers_and_pauses() -> None:
    rows = [
        *_said("Mr. Smith is here. Is he", 0, "s2"), *_said("Yes he is. Well", 3, "s1"), *_said("then go on", 8, "s1"),
        *_said("now", 9.5, "s2"),
    ]  # fmt: skip
    heard = recognised(rows, 20, "en")
    told = [(part.speaker, " ".join(word.text for word in heard.words[part.first : part.last])) for part in heard.parts]
    assert told == [
        ("A", "Mr. Smith is here."), ("A", "Is he"), ("B", "Yes he is."), ("B", "Well"), ("B", "then go on"), ("A", "now"),
    ]  # fmt: skip


def test_speech_without_punctuation_is_divided_at_its_longest_pause() -> None:
    rows = [*_said("word " * 30), *_said("word " * 30, 15.6)]
    parts = recognised(rows, 60, "en").parts
    assert [(part.first, part.last) for part in parts] == [(0, 30), (30, 60)]


def test_speakers_are_named_by_letters() -> None:
    assert [speaker_name(number) for number in (0, 25, 26, 27, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_confidence_is_kept_when_every_word_has_one() -> None:
    assert recognised([Heard("a", 0, 1, "", 1.2), Heard("b", 1, 2, "", 0.5)], 9, "en").confidence == (1.0, 0.5)
    assert recognised([Heard("a", 0, 1, "", 1.0), Heard("b", 1, 2)], 9, "en").confidence == ()


def test_known_words_keep_their_order_whatever_their_times() -> None:
    words = aligned([Word("a", 2, 3), Word("b", 1, 1.5), Word("c", 50, 60)], 10)
    assert words == (Word("a", 2, 2), Word("b", 2, 2), Word("c", 10, 10))
