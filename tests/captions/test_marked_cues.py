"""Captions that a person has put together stay so, whatever the limits, and leave the others as they were."""

from __future__ import annotations

from dataclasses import replace

from reelwright.captions.cues import CueLimits, build_cues
from reelwright.transcript import Word

_TEXT = "Rice feeds half of the world. It grows in water, and the water keeps weeds away from the young plants.".split()
_WORDS = [Word(text, place * 0.4, place * 0.4 + 0.35) for place, text in enumerate(_TEXT)]
_LIMITS = CueLimits(max_words=5, max_chars=24, max_lines=1)


def _texts(words: list[Word]) -> list[list[str]]:
    return [[word.text for word in cue.words] for cue in build_cues(words, _LIMITS)]


def test_a_caption_begins_where_a_person_says_so() -> None:
    first = _texts(_WORDS)[0]
    assert len(first) > 1
    marked = [replace(word, cue="new") if place == 1 else word for place, word in enumerate(_WORDS)]
    assert _texts(marked)[0] == first[:1]


def test_words_put_together_stay_together_beyond_the_limits() -> None:
    marked = [replace(word, cue="same") if 1 <= place <= 8 else word for place, word in enumerate(_WORDS)]
    cues = build_cues(marked, _LIMITS)
    assert [word.text for word in cues[0].words] == _TEXT[:9]
    assert len(cues[0].lines) > 1, "what does not fit one line is broken into more"


def test_pinning_a_caption_as_it_is_changes_no_caption() -> None:
    before = build_cues(_WORDS, _LIMITS)
    for cue in before:
        begin = _WORDS.index(cue.words[0])
        end = begin + len(cue.words)
        marked = [
            replace(word, cue="new" if place in (begin, end) else "same") if begin <= place <= end else word
            for place, word in enumerate(_WORDS)
        ]
        assert [(each.start, each.end, each.text) for each in build_cues(marked, _LIMITS)] == [
            (each.start, each.end, each.text) for each in before
        ]
