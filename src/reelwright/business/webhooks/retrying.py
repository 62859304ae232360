"""When a message that was not taken is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 3600, 6 * 3600, 24 * 3600))
MOST_ATTEMPTS = len(DELAYS) + 1
_SPREAD = 0.2
_chance = SystemRandom()


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """The moment after ``attempts`` failed ones: the delay and up to a fifth more, so that not all come back at once.

    ``None`` when it is given up.
    """
    if attempts > len(DELAYS):
        return None
    return now + DELAYS[attempts - 1] * (1 + _SPREAD * _chance.random())
