"""The words that a document's captions show, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from reelwright.captions.reading import read_words
from reelwright.timeline.contents import CaptionText, Nested
from reelwright.timeline.resolved import ResolvedTimeline
from reelwright.transcript import Word


def document_words(timeline: ResolvedTimeline, path_of: Callable[[str], Path]) -> list[Word]:
    """In order of time, those of documents inside it too; what a clip's end cuts off is left out. Raises ``InvalidInput``."""
    return sorted(_words(timeline, path_of), key=lambda word: word.start)


def _words(timeline: ResolvedTimeline, path_of: Callable[[str], Path]) -> Iterator[Word]:
    for layer in timeline.layers:
        start, end = layer.start_frame / timeline.fps, layer.end_frame / timeline.fps
        content = layer.content
        if isinstance(content, CaptionText):
            words = (
                [Word(*word) for word in content.words]
                if content.source is None
                else read_words(path_of(content.source))
            )
            yield from _between(words, start, end)
        elif isinstance(content, Nested):
            inner = document_words(content.timeline, path_of)
            turn = start
            while turn < end:
                yield from _between(inner, turn, end)
                turn = turn + content.timeline.duration if content.loop else end


def _between(words: list[Word], start: Fraction, end: Fraction) -> Iterator[Word]:
    for word in words:
        moved = word.shifted(float(start))
        if moved.start < end:
            yield replace(moved, end=min(moved.end, float(end)))
