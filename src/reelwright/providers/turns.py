"""Whose turn it is to call a vendor that allows an account only so many calls in a minute."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Turns(Protocol):
    def take(self, per_minute: int, *account: str) -> float | None:
        """Count one call of an account, unless there were as many as allowed: then the seconds until it may be tried again."""
        ...


class OwnTurns:
    """Counts in this process's memory, for whoever works alone."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()

    def take(self, per_minute: int, *account: str) -> float | None:
        """See ``Turns``."""
        item = RateLimitItemPerMinute(per_minute)
        with self._lock:
            if self._limiter.hit(item, *account):
                return None
            return self._limiter.get_window_stats(item, *account).reset_time - time.time()


OWN_TURNS = OwnTurns()
"""One for the process: a limit holds for all runs in it."""
