"""Waiting for work that a vendor does in its own time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reelwright.errors import OutcomeUnknown

Found = TypeVar("Found")
_LONGEST_PAUSE = 10.0


def wait_for(
    look: Callable[[], Found | None],
    sleep: Callable[[float], None],
    title: str,
    *,
    most_seconds: float = 1800.0,
    first_pause: float = 1.0,
) -> Found:
    """What ``look`` finds, asked at growing intervals.

    Raises ``OutcomeUnknown`` after ``most_seconds`` of waiting: the work goes on, and the same wish waits for it again.
    """
    waited, pause = 0.0, first_pause
    while (found := look()) is None:
        if waited >= most_seconds:
            raise OutcomeUnknown(
                f"{title} is not done after {waited / 60:.0f} minutes",
                hint="ask again later: it waits for the same work",
            )
        sleep(pause)
        waited += pause
        pause = min(pause * 1.4, _LONGEST_PAUSE)
    return found
