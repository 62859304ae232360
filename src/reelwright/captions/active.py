"""Which word is being spoken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def active_index(starts: Sequence[float], now: float) -> int | None:
    """The last word whose start has come; ``None`` before the first. ``starts`` in order, any unit."""
    index = bisect_right(starts, now) - 1
    return index if index >= 0 else None
