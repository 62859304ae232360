"""A weak place in a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.productions.narrate.script import Script
from reelwright.transcript.marks import MARKS
from reelwright.transcript.unspaced import is_unspaced

WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}]|['’-](?=[^\W_]))*")
"""A word, with the vowel signs of Indian scripts and inner apostrophes and hyphens."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``section`` and ``sentence`` count from 1, ``start`` and ``end`` are characters of the sentence."""

    kind: str
    section: int
    sentence: int
    start: int
    end: int
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence at its place."""

    section: int
    sentence: int
    text: str
    words: tuple[re.Match[str], ...]

    def finding(self, kind: str, message: str, suggestion: str, span: tuple[int, int] | None = None) -> Finding:
        start, end = span or (0, len(self.text))
        return Finding(kind, self.section, self.sentence, start, end, message, suggestion)

    def lowered(self) -> list[str]:
        return [word.group().lower() for word in self.words]


def lines_of(script: Script) -> list[Line]:
    """All sentences in their order."""
    return list(_lines(script))


def _lines(script: Script) -> Iterator[Line]:
    for section, part in enumerate(script.sections, 1):
        for place, sentence in enumerate(part.sentences, 1):
            yield Line(section, place, sentence.text, tuple(WORD.finditer(sentence.text)))


def has_no_spaces(lines: Sequence[Line]) -> bool:
    """Whether most of the text is in a script without spaces, where nobody counts words."""
    letters = [char for line in lines for char in line.text if char.isalnum()]
    return sum(map(is_unspaced, letters)) * 2 > len(letters)
