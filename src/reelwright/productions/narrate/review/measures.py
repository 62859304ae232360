"""How long, how dense and how hard a script is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.narrate.pace import SECTION_PAUSE, SENTENCE_PAUSE, narration_seconds, speech_seconds
from reelwright.productions.narrate.review.finding import Line, has_no_spaces
from reelwright.productions.narrate.script import Script

_LONG_WORD = 6
"""LIX counts words of more letters than this."""
_TWO_SOUNDS = re.compile(r"(?<![tcs])i(?:a(?!ge)|o(?!u)|u)|eo(?![up])|(?<![tcr])ie(?:nc|t)|^scien|creat|[dr]ea$")
"""Neighbouring vowels of English that are spoken apart."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``formula`` is ``flesch-kincaid`` (a US school grade), ``lix`` (20 very easy, 60 very hard) or ``none``, where nothing is claimed."""

    formula: str
    value: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class SectionPace:
    """When a section begins and how fast it goes. ``words`` are characters in scripts without spaces."""

    section: int
    title: str
    start: float
    seconds: float
    words: int
    words_per_minute: float
    words_per_sentence: float


@dataclass(frozen=True, slots=True)
class Measures:
    seconds: float
    words: int
    characters: int
    sentences: int
    sections: int
    reading: Reading
    pace: tuple[SectionPace, ...]


def measure(script: Script, lines: Sequence[Line]) -> Measures:
    """``words`` is 0 where the script writes no spaces."""
    unspaced = has_no_spaces(lines)
    characters = sum(char.isalnum() for line in lines for char in line.text)
    words = 0 if unspaced else sum(len(line.words) for line in lines)
    return Measures(
        round(narration_seconds(script), 1), words, characters, len(lines), len(script.sections),
        _reading(script.language, lines, unspaced), _pace(script, lines, unspaced),
    )  # fmt: skip


def _pace(script: Script, lines: Sequence[Line], unspaced: bool) -> tuple[SectionPace, ...]:
    rows: list[SectionPace] = []
    now = 0.0
    for number, section in enumerate(script.sections, 1):
        own = [line for line in lines if line.section == number]
        extra = sum(each.pause - SENTENCE_PAUSE for each in section.sentences if each.pause is not None)
        seconds = sum(speech_seconds(line.text, script.language) for line in own) + extra
        count = sum(sum(map(str.isalnum, line.text)) if unspaced else len(line.words) for line in own)
        per_minute = round(count * 60 / max(seconds, 0.1), 1)
        rows.append(
            SectionPace(
                number, section.title, round(now, 1), round(seconds, 1), count, per_minute, round(count / len(own), 1)
            )
        )
        now += seconds + SECTION_PAUSE - SENTENCE_PAUSE
    return tuple(rows)


def _reading(language: str, lines: Sequence[Line], unspaced: bool) -> Reading:
    words = [word for line in lines for word in line.lowered()]
    if unspaced or not words:
        return Reading("none", None, "no measure of difficulty is claimed for scripts without spaces")
    length = len(words) / len(lines)
    if language.lower().split("-")[0] == "en":
        grade = 0.39 * length + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
        return Reading(
            "flesch-kincaid", round(max(0.0, grade), 1), f"read easily from US school grade {max(1, round(grade))} on"
        )
    lix = length + 100 * sum(len(word) > _LONG_WORD for word in words) / len(words)
    names = ((30, "very easy"), (40, "easy"), (50, "of middling difficulty"), (60, "hard"))
    return Reading("lix", round(lix, 1), next((name for most, name in names if lix < most), "very hard"))


def syllables(word: str) -> int:
    """Of an English word, by its groups of vowels: a silent last ``e`` counts none, ``-le`` after a consonant one."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return max(1, sum(char.isdigit() for char in word))
    count = len(re.findall(r"[aeiouy]+", plain))
    if plain.endswith("e") and not re.search(r"(?:[^aeiouy]l|[aeiouy])e$", plain) and count > 1:
        count -= 1
    if re.search(r"[^aeiouytd]ed$", plain) and count > 1:
        count -= 1
    return max(1, count + len(_TWO_SOUNDS.findall(plain)))
