"""How long a text takes to say, before anyone has said it."""

from __future__ import annotations

import re
import unicodedata

from reelwright.productions.narrate.script import Script
from reelwright.transcript.unspaced import is_unspaced

SENTENCE_PAUSE = 0.35
SECTION_PAUSE = 0.8
_WORDS_PER_SECOND = 2.5
_LETTERS_PER_WORD = 6.0
_LETTERS_PER_DIGIT, _LETTERS_OF_A_DIGIT = 8.0, 4.0
"""What is written in figures takes more sounds than letters, the more digits are beside each other (7, 1,299.99, 2026)."""
_LETTERS_PER_SIGN = 8.0
_SIGNS = frozenset("$€£¥₹%°℃℉&@=+/^×½¼¾²³")
_SLOWER = {"ar": 1.45, "fa": 1.3, "he": 1.3, "ur": 1.2}
"""Scripts that leave short vowels out have fewer letters to a sound."""
_WRITTEN_PER_SECOND = 2.4
"""Words a writer is asked for: a little less than is spoken, for the pauses between sentences."""
_UNSPACED_PER_SECOND = {"th": 11.0, "lo": 11.0, "km": 11.0, "my": 11.0}
_IDEOGRAPHS_PER_SECOND = 4.3


def speech_seconds(text: str, language: str) -> float:
    """An estimate from letters (words differ too much between languages) at a narrator's pace, with the pause after."""
    unspaced = sum(1 for char in text if is_unspaced(char) and char.isalnum())
    numbers = re.findall(r"\d+", text)
    digits = sum(len(number) for number in numbers)
    figures = sum(_LETTERS_OF_A_DIGIT + _LETTERS_PER_DIGIT * (len(number) - 1) for number in numbers)
    signs = sum(1 for char in text if char in _SIGNS)
    others = sum(1 for char in text if char.isalnum() and not is_unspaced(char))
    words = max(len(text.split()), 1) if others else 0
    vowels = sum(1 for char in text if "\u0900" <= char < "\u0e00" and unicodedata.category(char)[0] == "M")
    letters = others + vowels - digits + figures + signs * _LETTERS_PER_SIGN
    spaced_seconds = (letters / _LETTERS_PER_WORD + words) / 2 / _WORDS_PER_SECOND * _SLOWER.get(language[:2], 1.0)
    return spaced_seconds + unspaced / _UNSPACED_PER_SECOND.get(language[:2], _IDEOGRAPHS_PER_SECOND) + SENTENCE_PAUSE


def narration_seconds(script: Script) -> float:
    """How long a whole script takes, with its pauses."""
    said = sum(speech_seconds(sentence.text, script.language) for sentence in script.sentences)
    pauses = sum(sentence.pause - SENTENCE_PAUSE for sentence in script.sentences if sentence.pause is not None)
    return said + pauses + (SECTION_PAUSE - SENTENCE_PAUSE) * (len(script.sections) - 1)


def amount_to_write(seconds: float, language: str) -> str:
    """About how much text fills a time, as one tells a writer: words, or characters where words have no spaces."""
    base = language[:2].lower()
    if base in _UNSPACED_PER_SECOND or base in ("zh", "ja"):
        rate = _UNSPACED_PER_SECOND.get(base, _IDEOGRAPHS_PER_SECOND)
        return f"{round(seconds * rate * 0.9)} characters"
    return f"{round(seconds * _WRITTEN_PER_SECOND)} words"
