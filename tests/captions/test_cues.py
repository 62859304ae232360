"""Words become cues: within the limits, in order, divided by meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.captions.cues import CueLimits, build_cues
from reelwright.captions.joining import columns, joined
from reelwright.transcript import Word


def spoken(text: str, pace: float = 0.3, start: float = 0.0) -> list[Word]:
    return [Word(word, start + i * pace, start + i * pace + pace * 0.9) for i, word in enumerate(text.split())]


TEXTS = st.lists(st.text(alphabet="abcdefghij,.?!é水", min_size=1, max_size=12), min_size=1, max_size=60)


@given(TEXTS, st.integers(1, 8), st.integers(10, 42), st.integers(1, 3))
def test_cues_keep_every_word_in_order_and_stay_within_their_limits(
    texts: list[str], max_words: int, max_chars: int, max_lines: int
) -> None:
    words = [Word(text, i * 0.4, i * 0.4 + 0.35) for i, text in enumerate(texts)]
    cues = build_cues(words, CueLimits(max_words, max_chars, max_lines))
    assert [word for cue in cues for word in cue.words] == words
    for cue, following in zip(cues, cues[1:], strict=False):
        assert cue.end <= following.start + 1e-9
    for cue in cues:
        assert len(cue.words) <= max_words
        assert cue.start <= cue.end
        if len(cue.words) > 1:
            assert len(cue.lines) <= max_lines
            assert all(columns(joined([w.text for w in line])) <= max_chars for line in cue.lines)


def test_a_cue_ends_with_its_sentence_rather_than_in_the_next() -> None:
    cues = build_cues(
        spoken("Most of it grows in Asia. Few who eat it know how much patience it takes."), CueLimits(10, 30, 1)
    )
    assert cues[0].text == "Most of it grows in Asia."


def test_an_article_stays_with_its_noun_and_a_number_with_its_unit() -> None:
    cues = build_cues(
        spoken("They carried the bundles to the field and planted 25 rows of it before the rain"), CueLimits(6, 22, 1)
    )
    last_words = [cue.words[-1].text for cue in cues[:-1]]
    assert not {"the", "25", "to", "of"} & set(last_words)


def test_two_lines_are_of_similar_width() -> None:
    (cue,) = build_cues(spoken("A rice plant begins in a warm and muddy nursery bed", 0.2), CueLimits(14, 38, 2))
    widths = [columns(joined([w.text for w in line])) for line in cue.lines]
    assert len(widths) == 2
    assert max(widths) - min(widths) <= 10


def test_a_pause_ends_a_cue_and_a_short_gap_does_not_flicker() -> None:
    first, second = build_cues([*spoken("one two", 0.3), *spoken("three four", 0.3, 3.0)])
    assert first.end < 1.1
    assert second.start == 3.0
    one, two = build_cues([*spoken("Over here.", 0.3), *spoken("And there.", 0.3, 0.9)], CueLimits(2, 38, 1))
    assert one.end == two.start


def test_scripts_without_spaces_are_joined_without_them() -> None:
    words = [Word(text, i, i + 0.9) for i, text in enumerate(["水稻", "养活了", "三十亿人。"])]
    assert build_cues(words, CueLimits(8, 40, 1, gap=2))[0].text == "水稻养活了三十亿人。"
    assert joined(["iPhone", "です"]) == "iPhone です"
    assert columns("水a") == 3


@pytest.mark.parametrize(
    ("said", "tied"),
    [
        ("Write to us today! 🎉 The next one follows here.", "today! 🎉"), ("Es kostet rund 180 Mio. € im Jahr und mehr.", "Mio. €"),
        ("Viele warnen davor, z. B. der Bund und andere.", "z. B."), ("Er zahlte ca. 5 Euro dafür, sagt er.", "ca. 5"),
    ],
)  # fmt: skip
def test_abbreviations_signs_and_emoji_stay_with_their_words(said: str, tied: str) -> None:
    words = [Word(text, 0.4 * place, 0.4 * place + 0.4) for place, text in enumerate(said.split())]
    for most in range(3, 6):
        assert any(
            tied in cue.text.replace("\n", " ") for cue in build_cues(words, CueLimits(max_words=most, max_chars=40))
        )
