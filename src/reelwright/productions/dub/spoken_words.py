"""Words with their times, for captions: the source's, and those of a dub as they lie in it."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.captions.spread import spread
from reelwright.productions.dub.document import DubDocument, Segment
from reelwright.productions.dub.fit.placing import Placement
from reelwright.productions.dub.speaking import SpokenDub, SpokenSegment
from reelwright.transcript import Word


def source_words(document: DubDocument) -> list[Word]:
    """What was said, in order of time, none overlapping the next."""
    return _in_turn([word for segment in document.segments for word in _of_segment(segment)])


def dubbed_words(spoken: SpokenDub, placements: Sequence[Placement], language: str) -> list[Word]:
    """What is said instead, spelt as it was translated, at its place in the dub."""
    found: list[Word] = []
    for each in placements:
        translation = spoken.document.translation(language, each.id)
        if translation is not None:
            found += _placed(spoken.spoken[each.id], translation.text, each)
    return _in_turn(found)


def _of_segment(segment: Segment) -> list[Word]:
    """The recognised words while they still are the text; an edited text is spread over the segment's time."""
    told = "".join(word.text for word in segment.words)
    if told and "".join(told.split()) == "".join(segment.text.split()):
        return [Word(word.text, word.start_ms / 1000, word.end_ms / 1000) for word in segment.words]
    return spread(segment.text, segment.start_ms / 1000, segment.end_ms / 1000)


def _placed(spoken: SpokenSegment, text: str, placement: Placement) -> list[Word]:
    start = placement.start_ms / 1000
    if spoken.said.text and len(spoken.words) == spoken.said.pieces:
        words = spoken.said.times_of_written(spoken.words)
    else:
        words = tuple(spread(text, 0.0, placement.duration_ms / 1000 * placement.stretch))
    return [
        Word(word.text, start + word.start / placement.stretch, start + word.end / placement.stretch) for word in words
    ]


def _in_turn(words: list[Word]) -> list[Word]:
    """In order of time; where two speak at once, the earlier word gives way."""
    ordered = sorted(words, key=lambda word: word.start)
    return [
        Word(word.text, word.start, max(word.start, min(word.end, after.start))) if after is not None else word
        for word, after in zip(ordered, [*ordered[1:], None], strict=True)
    ]
