"""Where events wait for one client: filled by the feed's thread, emptied on the client's event loop, bounded."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence

from reelwright.workflows.jobs.event_tail import Event


class Lagging(Exception):
    """The client takes events slower than they happen; what waited for it is forgotten."""


class FeedClosed(Exception):
    """The server stops."""


class Listener:
    """Made on the event loop that empties it. ``wants`` is asked there, too."""

    def __init__(self, wants: Callable[[Event], bool], capacity: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._wants = wants
        self._capacity = capacity
        self._waiting: deque[Event] = deque()
        self._wake = asyncio.Event()
        self._ending: type[Exception] | None = None

    def offer(self, events: Sequence[Event]) -> None:
        """Hand over events, from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the client is gone
            self._loop.call_soon_threadsafe(self._take, events)

    def end(self) -> None:
        """No more will come, from any thread."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._end, FeedClosed)

    async def next(self) -> Event:
        """The next event. Raises ``Lagging`` or ``FeedClosed``."""
        while not self._waiting:
            if self._ending is not None:
                raise self._ending
            self._wake.clear()
            await self._wake.wait()
        return self._waiting.popleft()

    def _take(self, events: Sequence[Event]) -> None:
        if self._ending is not None:
            return
        self._waiting.extend(event for event in events if self._wants(event))
        if len(self._waiting) > self._capacity:
            self._waiting.clear()
            self._end(Lagging)
        self._wake.set()

    def _end(self, reason: type[Exception]) -> None:
        self._ending = self._ending or reason
        self._wake.set()
