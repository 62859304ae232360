"""Which part of a medium plays, in which direction and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Ramp = tuple[tuple[Fraction, Fraction], ...]
"""(seconds of the clip, speed) in order; the speed changes evenly between two and holds before the first and after the last."""


@dataclass(frozen=True, slots=True)
class SourceWindow:
    """Exact seconds of the medium; ``end`` is ``None`` for its own end (needed for ``loop`` and ``reverse``).

    ``frame`` is the length of an output frame: backwards, a frame shows what ended with it. ``frozen`` shows ``start`` for ever.
    """

    start: Fraction = Fraction(0)
    end: Fraction | None = None
    speed: Fraction = Fraction(1)
    loop: bool = False
    reverse: bool = False
    ramp: Ramp = ()
    frozen: bool = False
    keep_pitch: bool = True
    frame: Fraction = Fraction(0)

    @property
    def length(self) -> Fraction | None:
        return None if self.end is None else self.end - self.start

    def advance(self, clip_time: Fraction) -> Fraction:
        """Seconds of the medium that have played at a time since the clip's start."""
        return ramped(self.ramp, clip_time) if self.ramp else clip_time * self.speed

    def source_time(self, clip_time: Fraction) -> Fraction:
        """Medium time shown at a time since the clip's start."""
        if self.frozen:
            return self.start
        length = self.length
        if self.reverse and self.end is not None and length:
            played = self.advance(clip_time + self.frame)
            if self.loop and played > length:
                played = (played % length) or length
            # Containers may give a length some ticks short of the last frame's end: an eighth of a frame forgives them.
            return max(self.start, self.end - played + self.frame / 8)
        played = self.advance(clip_time)
        if self.loop and length:
            played %= length
        return self.start + played

    def clip_time_of(self, media_seconds: Fraction, step: Fraction) -> Fraction:
        """How long the clip takes to play so much of the medium, rounded up to steps."""
        if not self.ramp:
            return media_seconds / self.speed
        low, high = 0, 1
        while self.advance(high * step) < media_seconds:
            high *= 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.advance(middle * step) < media_seconds else (low, middle)
        return high * step


def ramped(ramp: Ramp, time: Fraction) -> Fraction:
    """The integral of a ramp's speed from 0 to ``time``: exact, since the speed is straight between keys."""
    first_time, first_speed = ramp[0]
    total = min(time, first_time) * first_speed
    for (t0, v0), (t1, v1) in pairwise(ramp):
        if time <= t0:
            return total
        until = min(time, t1)
        reached = v0 + (v1 - v0) * (until - t0) / (t1 - t0)
        total += (until - t0) * (v0 + reached) / 2
    last_time, last_speed = ramp[-1]
    return total + max(Fraction(0), time - last_time) * last_speed
