"""How often each caller came within the last minute."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@dataclass(frozen=True)
class Standing:
    """Where a caller stands with a limit."""

    is_within: bool
    limit: int
    remaining: int
    seconds: int
    """Until the oldest counted request is forgotten."""

    @property
    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }
        return told if self.is_within else told | {"Retry-After": str(self.seconds)}


class Rates:
    """Counts in a moving window of a minute, in this process's memory: each process of a server counts for itself."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self, per_minute: int, *caller: str) -> Standing:
        """Count one request of a caller, unless there were as many as allowed."""
        return self._standing(per_minute, self._limiter.hit(RateLimitItemPerMinute(per_minute), *caller), caller)

    def look(self, per_minute: int, *caller: str) -> Standing:
        """The same without counting."""
        return self._standing(per_minute, self._limiter.test(RateLimitItemPerMinute(per_minute), *caller), caller)

    def _standing(self, per_minute: int, is_within: bool, caller: tuple[str, ...]) -> Standing:
        window = self._limiter.get_window_stats(RateLimitItemPerMinute(per_minute), *caller)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        return Standing(is_within, per_minute, max(0, window.remaining), seconds)
