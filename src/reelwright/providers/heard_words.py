"""From what a recogniser reports to a transcript that can be relied on: in order, inside the sound, in parts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reelwright.providers.recognition import Recognised, SpokenPart
from reelwright.transcript.sentences import split_sentences
from reelwright.transcript.words import Word

_PAUSE_SECONDS = 1.0
"""Silence that ends a part, whatever the punctuation says."""
_LONGEST_SECONDS = 20.0
"""A part without punctuation is divided at its longest pause until it is no longer than this."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as reported, in seconds. ``speaker`` is the recogniser's own label; ``confidence`` 0 to 1, ``None``: not told."""

    text: str
    start: float
    end: float
    speaker: str = ""
    confidence: float | None = None

    def shifted(self, seconds: float) -> Heard:
        return replace(self, start=self.start + seconds, end=self.end + seconds)


def recognised(heard: Iterable[Heard], seconds: float, language: str) -> Recognised:
    """Words clamped to 0 to ``seconds``, sorted, none overlapping the next; speakers named ``A``, ``B`` … as they first speak.

    Parts end with sentences, speakers and pauses. ``confidence`` is kept when every word has one.
    """
    rows = _ordered(heard, seconds)
    names: dict[str, str] = {}
    for row in rows:
        if row.speaker:
            names.setdefault(row.speaker, speaker_name(len(names)))
    words = tuple(Word(row.text, row.start, row.end) for row in rows)
    speakers = [names.get(row.speaker, "") for row in rows]
    told = tuple(row.confidence for row in rows if row.confidence is not None)
    confidence = tuple(min(1.0, max(0.0, value)) for value in told) if len(told) == len(rows) else ()
    return Recognised(words, tuple(_parts(words, speakers, language)), language, seconds, confidence)


def aligned(words: Iterable[Word], seconds: float) -> tuple[Word, ...]:
    """Words that are known, every one kept in its order: times clamped, none going back, none overlapping the next."""
    placed: list[Word] = []
    latest = 0.0
    for word in words:
        latest = min(max(latest, word.start), seconds)
        placed.append(Word(word.text, latest, min(max(latest, word.end), seconds)))
    ends = [min(word.end, after.start) for word, after in pairwise(placed)]
    return tuple([replace(word, end=end) for word, end in zip(placed, ends, strict=False)] + placed[-1:])


def speaker_name(number: int) -> str:
    """``A`` to ``Z``, then ``AA``, ``AB`` …"""
    name = chr(ord("A") + number % 26)
    return name if number < 26 else speaker_name(number // 26 - 1) + name


def _ordered(heard: Iterable[Heard], seconds: float) -> list[Heard]:
    kept: list[Heard] = []
    for row in heard:
        text = " ".join(row.text.split())
        if text and math.isfinite(row.start) and math.isfinite(row.end):
            start = min(max(0.0, row.start), seconds)
            kept.append(replace(row, text=text, start=start, end=min(max(start, row.end), seconds)))
    kept.sort(key=lambda row: row.start)
    ends = [min(row.end, after.start) for row, after in pairwise(kept)]
    return [replace(row, end=end) for row, end in zip(kept, ends, strict=False)] + kept[-1:]


def _parts(words: Sequence[Word], speakers: Sequence[str], language: str) -> Iterator[SpokenPart]:
    first = 0
    for last in range(1, len(words) + 1):
        is_over = last == len(words) or speakers[last] != speakers[first]
        if is_over or words[last].start - words[last - 1].end > _PAUSE_SECONDS:
            for begin, end in _sentences(words, first, last, language):
                yield from (SpokenPart(*edges, speakers[first]) for edges in _shortened(words, begin, end))
            first = last


def _sentences(words: Sequence[Word], first: int, last: int, language: str) -> Iterator[tuple[int, int]]:
    """Sentences end with words: counted by letters, for words may hold spaces."""
    text = " ".join(word.text for word in words[first:last])
    place, letters, due = first, 0, 0
    for sentence in split_sentences(text, language or "en"):
        due += _letters(sentence)
        begin = place
        while place < last and letters < due:
            letters += _letters(words[place].text)
            place += 1
        if place > begin:
            yield begin, place
    if place < last:
        yield place, last


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _shortened(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    if words[last - 1].end - words[first].start <= _LONGEST_SECONDS or last - first < 2:
        yield first, last
        return
    cut = max(range(first + 1, last), key=lambda at: (words[at].start - words[at - 1].end, -abs(2 * at - first - last)))
    yield from _shortened(words, first, cut)
    yield from _shortened(words, cut, last)
