"""Who listens to this process, and how much of it anybody may do."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from reelwright.api.errors import ApiError
from reelwright.api.live.feed import Feed

Kind = Literal["sockets", "streams", "subscriptions"]


@dataclass(frozen=True)
class LiveLimits:
    """Counts are for each user in each process. ``queue`` is how many events may wait for one client."""

    sockets: int = 20
    streams: int = 100
    subscriptions: int = 100
    queue: int = 2000
    message_bytes: int = 4096
    messages: int = 300
    """Of one client in ``messages_seconds``."""
    messages_seconds: float = 10.0
    heartbeat_seconds: float = 20.0
    silence_seconds: float = 60.0
    """A socket's client that says nothing for so long is let go."""
    send_seconds: float = 10.0
    """A message that cannot be sent in this time meets a client that is gone or far too slow."""
    keep_alive_seconds: float = 15.0
    check_seconds: float = 60.0
    """How often it is checked that a listener's sign-in is still good."""


class Desk:
    """The process's one feed, and counts of its listeners."""

    def __init__(self, feed: Feed, limits: LiveLimits | None = None) -> None:
        self.feed = feed
        self.limits = limits or LiveLimits()
        self._lock = Lock()
        self._taken: Counter[tuple[Kind, uuid.UUID]] = Counter()

    @contextmanager
    def place(self, kind: Kind, user: uuid.UUID) -> Iterator[None]:
        """Hold one place. Raises ``ApiError`` ``RATE_LIMITED`` when all are taken."""
        self.take(kind, user)
        try:
            yield
        finally:
            self.give_back(kind, user)

    def take(self, kind: Kind, user: uuid.UUID) -> None:
        with self._lock:
            self._refuse_more(kind, user)
            self._taken[kind, user] += 1

    def give_back(self, kind: Kind, user: uuid.UUID, count: int = 1) -> None:
        with self._lock:
            self._taken[kind, user] -= count
            if self._taken[kind, user] <= 0:
                del self._taken[kind, user]

    def refuse_more(self, kind: Kind, user: uuid.UUID) -> None:
        """Raises ``ApiError`` ``RATE_LIMITED`` when no place is left."""
        with self._lock:
            self._refuse_more(kind, user)

    def count(self, kind: Kind) -> int:
        with self._lock:
            return sum(number for (each, _user), number in self._taken.items() if each == kind)

    def _refuse_more(self, kind: Kind, user: uuid.UUID) -> None:
        most: int = getattr(self.limits, kind)
        if self._taken[kind, user] >= most:
            raise ApiError("RATE_LIMITED", f"there are {most} {kind} already", hint="close others first")
