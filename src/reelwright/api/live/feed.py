"""One reader of new events for all clients of this process; the database is the bus between processes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import groupby
from threading import Event as Signal
from threading import Lock, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from reelwright.api.live.listener import Listener
from reelwright.database.open import Database
from reelwright.workflows.jobs.event_tail import BATCH, Event, EventTail

log = structlog.get_logger(__name__)
POLL_SECONDS = 0.3
_BAD_SECONDS = 2.0


class Feed:
    """Its thread runs while somebody listens."""

    def __init__(self, database: Database, poll_seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._poll_seconds = poll_seconds
        self._starting = Lock()
        self._lock = Lock()
        """Held for moments only, never while the database is asked: event loops take it."""
        self._listeners: dict[uuid.UUID, set[Listener]] = {}
        self._floor = 0
        self._is_running = False
        self._stop = Signal()

    def join(self, owner: uuid.UUID, listener: Listener) -> None:
        """Begin to hand an owner's events to a listener. Blocks on the database for the first one. Raises its errors."""
        with self._starting:
            if self._joined(owner, listener):
                return
            tail = EventTail(self._database)
            tail.begin()
            with self._lock:
                self._floor, self._is_running = tail.floor, True
            self._joined(owner, listener)
            Thread(target=self._run, args=(tail,), name="live-feed", daemon=True).start()

    def leave(self, owner: uuid.UUID, listener: Listener) -> None:
        """Hand nothing more over; nothing happens for one who never joined."""
        with self._lock:
            others = self._listeners.get(owner, set())
            others.discard(listener)
            if not others:
                self._listeners.pop(owner, None)

    @property
    def floor(self) -> int:
        """Listeners are handed every event above this id from now on; all others are in the database (or come late)."""
        with self._lock:
            return self._floor

    @property
    def is_running(self) -> bool:
        with self._lock:
            return self._is_running

    def close(self) -> None:
        """Let all clients go: their connections end. For the stop of the server."""
        self._stop.set()
        with self._lock:
            for listener in (each for group in self._listeners.values() for each in group):
                listener.end()

    def _joined(self, owner: uuid.UUID, listener: Listener) -> bool:
        """Whether no thread is wanted: there is one, or there is to be none any more."""
        with self._lock:
            if self._stop.is_set():
                listener.end()
                return True
            if self._is_running:
                self._listeners.setdefault(owner, set()).add(listener)
            return self._is_running

    def _run(self, tail: EventTail) -> None:
        pause, is_bad = self._poll_seconds, False
        while not self._stop.wait(pause):
            with self._lock:
                if not self._listeners:
                    self._is_running = False
                    return
            try:
                events = tail.read()
            except SQLAlchemyError as error:  # nothing is lost: the tail keeps its place
                if not is_bad:
                    log.error("live_feed_failed", exc_info=error)
                pause, is_bad = _BAD_SECONDS, True
                continue
            self._hand_out(events, tail.floor)
            pause, is_bad = (0.0 if len(events) >= BATCH else self._poll_seconds), False
        with self._lock:
            self._is_running = False

    def _hand_out(self, events: Sequence[Event], floor: int) -> None:
        """Floor and events change hands at once, so that whoever asks for the floor misses nothing above it."""
        with self._lock:
            self._floor = floor
            for owner, group in groupby(sorted(events, key=_owner), key=_owner):
                if listeners := self._listeners.get(owner):
                    theirs = tuple(group)
                    for listener in listeners:
                        listener.offer(theirs)


def _owner(event: Event) -> uuid.UUID:
    return event.owner_id
