"""What fitting may do, in numbers that are published and tested."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FitLimits:
    """Tempo factors above 1 are faster than the voice's own pace. Times in milliseconds.

    The stretch is narrower than other dubbers' (1.2 to 100): listeners complain beyond about 10 to 15 per cent, and human
    dubbers give up timing before naturalness (Brannon et al., "Dubbing in Practice", TACL 2023).
    """

    gap_ms: int = 50
    """Kept free before the next one speaks."""
    borrow_before_ms: int = 150
    borrow_after_ms: int = 400
    """Silence around a segment that may be used: sound that starts early is noticed sooner than sound that ends late."""
    early_ms: int = 45
    """Sound that begins earlier than this before its picture is noticed (ITU-R BT.1359): rather than that, a take is made
    faster by up to ``gentle_stretch``, and none is slowed for it."""
    gentle_stretch: float = 1.05
    least_stretch: float = 0.92
    most_stretch: float = 1.15
    """By signal processing, pitch kept."""
    least_rate: float = 0.85
    most_rate: float = 1.20
    """By speaking again at the voice's own rate."""
    most_jump: float = 0.10
    """Between neighbours of one speaker, in rate times stretch."""
    good_low: float = 0.92
    good_high: float = 1.10
    """A take whose length over its room lies within is not spoken again."""
    least_fill: float = 0.85
    """Of the source's speech time that should be filled: a mouth that moves on in silence is noticed, too."""
    most_takes: int = 2
    """Spoken again at another rate, at most so often."""
    most_rewrites: int = 2
    """Asked for another length, at most so often."""
    most_slow_picture: float = 1.0
    """How much slower the picture may run; 1 is not at all."""


DEFAULT = FitLimits()
SLOW_PICTURE = FitLimits(most_slow_picture=1.1)
"""Where the picture may be slowed as the last means."""
