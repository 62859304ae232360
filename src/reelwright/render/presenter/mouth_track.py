"""Sounds with times → the mouth at any moment.

Neighbouring sounds shape a mouth together, each as far as it is strong and near (after Cohen and Massaro's dominance functions,
"Modeling coarticulation in synthetic visual speech", 1993). Over that stand two rules no neighbour can break: lips meet on p, b and m, and
in silence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from math import exp

from reelwright.render.presenter.visemes import SHAPES, WEIGHT, Mouth, Viseme, effort, visemes_of

_REACH = 0.055
"""Seconds over which a sound's influence falls to 1/e beyond its own time."""
_FAR = 0.16
_CLOSING = 0.085
"""Seconds in which lips come together before a closure, and part after it."""
_LEAST_CLOSED = 0.05
"""Seconds lips stay together at least, so that a picture shows it at 24 frames a second."""
_LETTING_GO = 0.09
"""Seconds after a sound, and before one, in which a mouth may still, or already, be open."""
_STEPS = Mouth(14, 16, 6, 5, 5, 5, 6)
"""How finely each part of a mouth is told apart: equal steps share one drawing."""


@dataclass(frozen=True, slots=True)
class _Gesture:
    viseme: Viseme
    start: float
    end: float
    effort: float


class MouthTrack:
    """``sounds`` are (IPA, start, end) in seconds, in any order."""

    def __init__(self, sounds: Iterable[tuple[str, float, float]]) -> None:
        self._gestures = sorted(_gestures(sounds), key=lambda gesture: gesture.start)
        self._starts = [gesture.start for gesture in self._gestures]
        self._longest = max((gesture.end - gesture.start for gesture in self._gestures), default=0.0)
        self._closures = [
            (gesture.start, max(gesture.end, gesture.start + _LEAST_CLOSED))
            for gesture in self._gestures
            if gesture.viseme == "closed"
        ]

    def at(self, seconds: float) -> Mouth:
        """The mouth at a moment, in steps fine enough for the eye."""
        near = self._near(seconds, _FAR)
        if not near:
            return SHAPES["rest"]
        gap = min(_distance(gesture, seconds) for gesture in near)
        weights = [(SHAPES["rest"], 1.0, WEIGHT["rest"] * min(1.0, gap / _LETTING_GO) ** 2 * 4)]
        for gesture in near:
            weight = WEIGHT[gesture.viseme] * exp(-((_distance(gesture, seconds) / _REACH) ** 2))
            weights.append((SHAPES[gesture.viseme], gesture.effort, weight))
        whole = sum(weight for _, _, weight in weights)
        parts = [
            sum(astuple(shape)[place] * (force if place == 0 else 1.0) * weight for shape, force, weight in weights)
            / whole
            for place in range(len(astuple(_STEPS)))
        ]
        mouth = Mouth(*parts)
        lips = self._parted(seconds) * _eased(1 - gap / _LETTING_GO)
        return stepped(replace(mouth, open=min(1.0, mouth.open * lips)))

    def speech(self, seconds: float, around: float) -> float:
        """Which part of the time within ``around`` seconds is spoken, 0 to 1."""
        low, high = seconds - around, seconds + around
        said = sum(min(g.end, high) - max(g.start, low) for g in self._near(seconds, around))
        return min(1.0, max(0.0, said / (2 * around)))

    def stressed(self, low: float, high: float) -> list[float]:
        """When the stressed vowels between two moments begin."""
        first, last = bisect_left(self._starts, low), bisect_left(self._starts, high)
        return [gesture.start for gesture in self._gestures[first:last] if gesture.effort > 1]

    def _near(self, seconds: float, around: float) -> list[_Gesture]:
        first = bisect_left(self._starts, seconds - around - self._longest)
        last = bisect_left(self._starts, seconds + around)
        return [gesture for gesture in self._gestures[first:last] if _distance(gesture, seconds) < around]

    def _parted(self, seconds: float) -> float:
        """0 while lips are closed, 1 where no closure is near."""
        place = bisect_left(self._closures, (seconds, 0.0))
        near = self._closures[max(0, place - 2) : place + 1]
        away = min((max(start - seconds, seconds - end, 0.0) for start, end in near), default=_CLOSING)
        return _eased(away / _CLOSING)


def _gestures(sounds: Iterable[tuple[str, float, float]]) -> Iterable[_Gesture]:
    for ipa, start, end in sounds:
        visemes = visemes_of(ipa)
        step = (end - start) / max(1, len(visemes))
        for place, viseme in enumerate(visemes):
            yield _Gesture(viseme, start + place * step, start + (place + 1) * step, effort(ipa))


def _distance(gesture: _Gesture, seconds: float) -> float:
    """Seconds from the middle half of a gesture, where it is fully itself."""
    quarter = (gesture.end - gesture.start) / 4
    return max(gesture.start + quarter - seconds, seconds - gesture.end + quarter, 0.0)


def _eased(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)


def stepped(mouth: Mouth) -> Mouth:
    """The nearest mouth that is drawn; one that is hardly open is closed."""
    rounded = Mouth(*(round(part * steps) / steps for part, steps in zip(astuple(mouth), astuple(_STEPS), strict=True)))
    if rounded.open > 0:
        return rounded
    return Mouth(0.0, rounded.width, smile=rounded.smile)
