"""How well a stock's picture suits a shot, as numbers a person can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.keywords import content_words, stem
from reelwright.providers.pictures import StockCandidate

_PARTS = {"words": 0.40, "rank": 0.25, "shape": 0.15, "size": 0.12, "length": 0.08}
"""What each part counts of the whole."""
_LEAST_SHAPE, _LEAST_SIZE = 0.3, 0.4
_SAME_AUTHOR, _SAME_SUBJECT = 0.10, 0.15
_NEAR = 3
"""Shots within which pictures should differ."""


@dataclass(frozen=True, slots=True)
class Scored:
    """``score`` is 0 to 1; ``parts`` are what it is made of: words matched, rank at its stock, how much of it fills the frame,
    resolution, length of a video."""

    candidate: StockCandidate
    score: float
    parts: dict[str, float]


def scored(
    candidates: Sequence[StockCandidate], wish: str, frame: Frame, seconds: float, *, keeps_all: bool = False
) -> list[Scored]:
    """One search's candidates that fit the frame, best first. Those too small or far too wide or tall are left out, unless
    it ``keeps_all``."""
    wanted = {stem(word) for word in content_words(wish)}
    found: list[Scored] = []
    for place, candidate in enumerate(candidates):
        shape, size = _shape(candidate, frame), _size(candidate, frame)
        if not keeps_all and (shape < _LEAST_SHAPE or size < _LEAST_SIZE):
            continue
        described = {stem(word) for word in content_words(candidate.words)}
        parts = {
            "words": min(1.0, len(wanted & described) / max(1, min(3, len(wanted)))),
            "rank": 1 - place / max(1, len(candidates)),
            "shape": shape,
            "size": size,
            "length": 1.0 if candidate.kind == "picture" else min(1.0, candidate.seconds / max(0.1, seconds)),
        }
        total = sum(_PARTS[name] * value for name, value in parts.items())
        found.append(Scored(candidate, round(total, 3), {name: round(value, 2) for name, value in parts.items()}))
    return sorted(found, key=lambda row: -row.score)


def worth_after(row: Scored, before: Sequence[StockCandidate]) -> float:
    """The score less what a picture loses for being like those of the last shots: the same maker, the same things seen."""
    loss = 0.0
    seen = {stem(word) for word in content_words(row.candidate.words)}
    for other in before[-_NEAR:]:
        loss += _SAME_AUTHOR / _NEAR * (row.candidate.credit.author == other.credit.author != "")
        words = {stem(word) for word in content_words(other.words)}
        loss += _SAME_SUBJECT / _NEAR * (len(seen & words) / max(1, len(seen | words)))
    return row.score - loss


def _shape(candidate: StockCandidate, frame: Frame) -> float:
    """The part of the picture that is seen when it fills the frame."""
    ratio = (candidate.width / candidate.height) / (frame.width / frame.height)
    return min(ratio, 1 / ratio)


def _size(candidate: StockCandidate, frame: Frame) -> float:
    """1 when it need not be enlarged, 0.5 when its pixels are doubled."""
    return min(1.0, candidate.width / frame.width, candidate.height / frame.height)
