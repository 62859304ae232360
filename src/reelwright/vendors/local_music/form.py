"""The form of a piece: how many bars, in which sections, over which chords, at which tempo, so that it ends when it should."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reelwright.vendors.local_music.harmony import Key
from reelwright.vendors.local_music.moods import MoodPlan

BEATS = 4
_RING_SECONDS = 2.5
"""The last chord's time to fade."""


@dataclass(frozen=True, slots=True)
class Bar:
    """``degree`` is the chord's; ``section`` 0 intro, 1 theme, 2 contrast, 3 ending; ``is_last`` holds the final chord."""

    degree: int
    section: int
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    key: Key
    tempo: float
    bars: tuple[Bar, ...]

    @property
    def bar_seconds(self) -> float:
        return BEATS * 60 / self.tempo


def looped_form(plan: MoodPlan, seconds: float, random: Random) -> Form:
    """A form of whole bars that lasts ``seconds`` exactly and ends on the chord before the first: it can go on from the beginning."""
    low, high = plan.tempo
    key = Key(random.choice((0, 2, 3, 5, 7, 9, 10)), plan.mode)
    middle = random.uniform(low, high)
    played = max(1, round(seconds * middle / (BEATS * 60)))
    theme = random.choice(plan.progressions)
    return Form(key, played * BEATS * 60 / seconds, tuple(Bar(theme[i % len(theme)], 2) for i in range(played)))


def form_of(plan: MoodPlan, seconds: float, random: Random) -> Form:
    """A form whose last chord begins shortly before ``seconds`` are over."""
    low, high = plan.tempo
    key = Key(random.choice((0, 2, 3, 5, 7, 9, 10)), plan.mode)
    room = max(seconds - _RING_SECONDS, 1.0)
    middle = random.uniform(low, high)
    played = max(1, round(room * middle / (BEATS * 60)))
    tempo = min(max(played * BEATS * 60 / room, low), high)
    theme, contrast = random.choice(plan.progressions), random.choice(plan.contrasts)
    bars = [*_sections(played, theme, contrast), Bar(0, 3, is_last=True)]
    if len(bars) >= 3:
        bars[-2] = Bar(4, 3)  # dominant before the last tonic: it sounds finished
    return Form(key, tempo, tuple(bars))


def _sections(count: int, theme: tuple[int, ...], contrast: tuple[int, ...]) -> list[Bar]:
    """Intro, then theme and contrast in turn by eight bars; the ending thins out again."""
    intro = 4 if count >= 16 else 2 if count >= 6 else 0
    ending = 4 if count >= 20 else 2 if count >= 8 else 0
    bars = [Bar(theme[i % len(theme)], 0) for i in range(intro)]
    for i in range(count - intro - ending):
        is_theme = (i // 8) % 2 == 0
        chords = theme if is_theme else contrast
        bars.append(Bar(chords[i % len(chords)], 1 if is_theme else 2))
    return bars + [Bar(theme[i % len(theme)], 3) for i in range(ending)]
