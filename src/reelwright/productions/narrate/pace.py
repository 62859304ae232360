"""How long a text takes to say, before anyone has said it."""

from __future__ import annotations

from reelwright.productions.narrate.script import Script
from reelwright.transcript.unspaced import is_unspaced

SENTENCE_PAUSE = 0.35
SECTION_PAUSE = 0.8
_WORDS_PER_SECOND = 2.5
_LETTERS_PER_WORD = 6.0
_WRITTEN_PER_SECOND = 2.4
"""Words a writer is asked for: a little less than is spoken, for the pauses between sentences."""
_UNSPACED_PER_SECOND = {"th": 11.0, "lo": 11.0, "km": 11.0, "my": 11.0}
_IDEOGRAPHS_PER_SECOND = 4.3


def speech_seconds(text: str, language: str) -> float:
    """An estimate from letters (words differ too much between languages) at a narrator's pace, with the pause after."""
    unspaced = sum(1 for char in text if is_unspaced(char) and char.isalnum())
    others = sum(1 for char in text if char.isalnum() and not is_unspaced(char))
    words = max(len(text.split()), 1) if others else 0
    spaced_seconds = (others / _LETTERS_PER_WORD + words) / 2 / _WORDS_PER_SECOND
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
