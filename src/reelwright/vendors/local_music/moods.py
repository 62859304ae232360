"""The moods as data: tempo, mode, harmony and who plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reelwright.providers.music import Mood

Pattern = Literal[
    "hold", "broken", "pulse", "offbeat", "melody", "bass", "bass-walk", "ostinato", "hits", "kit-light", "kit-deep"
]


@dataclass(frozen=True, slots=True)
class Part:
    """One player: MIDI ``program`` (``None`` is the drum kit), what it plays, how loud (MIDI velocity), where between the
    loudspeakers (0 left, 64 middle, 127 right), and from which section on (0 intro, 1 first theme, 2 second theme)."""

    program: int | None
    pattern: Pattern
    velocity: int
    pan: int = 64
    enters: int = 0
    octave: int = 4


@dataclass(frozen=True, slots=True)
class MoodPlan:
    """``progressions`` are scale degrees, one a bar: the first for the theme, the second for its contrast."""

    tempo: tuple[int, int]
    mode: Literal["major", "minor"]
    progressions: tuple[tuple[int, ...], ...]
    contrasts: tuple[tuple[int, ...], ...]
    parts: tuple[Part, ...]


MOODS: dict[Mood, MoodPlan] = {
    "calm": MoodPlan(
        (70, 82), "major",
        ((0, 4, 5, 3), (0, 2, 3, 3), (0, 5, 3, 4)), ((5, 3, 0, 4), (3, 4, 2, 5)),
        (
            Part(89, "hold", 58, 54, 0, 3), Part(0, "broken", 52, 74, 0), Part(32, "bass", 58, 64, 1, 2), Part(48, "hold", 34, 40, 2),
            Part(11, "melody", 46, 88, 2, 4),
        ),
    ),
    "bright": MoodPlan(
        (102, 114), "major",
        ((0, 3, 4, 3), (0, 4, 5, 3), (0, 5, 3, 4)), ((3, 4, 0, 5), (5, 4, 3, 4)),
        (
            Part(24, "broken", 62, 46), Part(45, "offbeat", 54, 86, 0), Part(33, "bass-walk", 66, 64, 1, 2), Part(None, "kit-light", 58, 64, 1),
            Part(4, "hold", 44, 72, 1), Part(11, "melody", 50, 94, 2, 5),
        ),
    ),
    "tense": MoodPlan(
        (88, 98), "minor",
        ((0, 0, 5, 6), (0, 5, 3, 4), (0, 3, 0, 4)), ((5, 6, 0, 0), (3, 0, 5, 4)),
        (
            Part(48, "ostinato", 56, 46, 0, 3), Part(89, "hold", 48, 80, 0, 3), Part(32, "bass", 66, 64, 0, 2), Part(47, "hits", 62, 64, 1, 2),
            Part(0, "pulse", 40, 90, 2, 3), Part(None, "kit-deep", 50, 64, 2),
        ),
    ),
    "epic": MoodPlan(
        (80, 90), "minor",
        ((0, 5, 2, 6), (0, 3, 5, 6), (0, 6, 5, 4)), ((5, 6, 0, 2), (3, 5, 0, 6)),
        (
            Part(48, "ostinato", 58, 42, 0, 3), Part(48, "hold", 62, 70), Part(32, "bass", 70, 64, 1, 2), Part(47, "hits", 72, 64, 1, 2),
            Part(52, "hold", 50, 86, 2), Part(60, "melody", 60, 56, 1, 4), Part(None, "kit-deep", 62, 64, 2),
        ),
    ),
}  # fmt: skip
