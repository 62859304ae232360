"""Reading jobs' events as they come, in the order of their ids, each exactly once, whoever writes them.

Ids are given when an event is written, but events become visible when their transactions end. On PostgreSQL event 8 may therefore
be seen before event 7. A reader that went on from 8 would never see 7. So a tail stops at a missing id for as long as one of the
transactions is running that may hold it; mostly that is for milliseconds.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, and_, cast, func, literal, or_, select

from reelwright.database.open import Database
from reelwright.database.tables import JobEvent

PATIENCE_SECONDS = 3.0
"""How long a missing id holds up what comes after it."""
_LATE_SECONDS = 60.0
_LOOK_BACK = 1000
BATCH = 1000
_MOST_GAPS = 100


@dataclass(frozen=True)
class Event:
    """Something that happened to a job. A late one comes after events with higher ids: its transaction was open for long."""

    id: int
    owner_id: uuid.UUID
    job_id: uuid.UUID
    kind: str
    data: dict[str, Any]
    at: datetime
    is_late: bool = False


@dataclass
class _Gap:
    """Ids from ``first`` to before ``end`` that were missing at ``since``; ``suspects`` are transactions that may hold them."""

    first: int
    end: int
    suspects: frozenset[int]
    since: float


class EventTail:
    """One reader's place among the events of all jobs. Not for several threads at once."""

    def __init__(self, database: Database, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._database = database
        self._patience = patience_seconds
        self._held: _Gap | None = None
        self._slow: frozenset[int] = frozenset()
        self._late: list[_Gap] = []
        self._told_late: set[int] = set()
        self.floor = 0
        """Every event up to this id was read, or happened before this tail began (but for late ones)."""

    def begin(self) -> None:
        """Take place behind the newest event. What unfinished transactions hold counts as not yet happened."""
        with self._database.system_reader() as session:
            newest = session.scalar(select(func.max(JobEvent.id))) or 0
        self.floor = max(0, newest - _LOOK_BACK)
        while self.read():
            pass

    def read(self) -> list[Event]:
        """What happened since the last reading, in order (late ones first); at most a thousand, then read again."""
        late = self._read_late() if self._late else []
        rows, _ = self._rows(JobEvent.id > self.floor)
        running: frozenset[int] = frozenset()
        if rows and rows[-1].id - self.floor > len(rows):
            rows, running = self._read_around_gaps(rows[-1].id)
        found: list[Event] = []
        for event in rows:
            if event.id != self.floor + 1 and not self._may_pass(event.id, running):
                break
            self._held = None
            self.floor = event.id
            found.append(event)
        return late + found

    def _read_around_gaps(self, newest: int) -> tuple[list[Event], frozenset[int]]:
        """Events up to ``newest``, and the transactions that may hold ids that are missing among them."""
        if self._database.is_sqlite:  # one writer at a time gives ids, and shows them in their order
            return self._rows(and_(JobEvent.id > self.floor, JobEvent.id <= newest))
        # A snapshot lists running transactions up to the newest that has ended only. One of our own, begun after the gaps were
        # seen and ended before the next snapshot, makes that one list all that may hold a missing id; they are older than ours.
        with self._database.system_session() as session:
            bound = session.scalar(select(cast(cast(func.pg_current_xact_id(), String), BigInteger))) or 0
        rows, running = self._rows(and_(JobEvent.id > self.floor, JobEvent.id <= newest))
        return rows, frozenset(each for each in running if each < bound)

    def _may_pass(self, end: int, running: frozenset[int]) -> bool:
        """Whether the ids between the floor and ``end`` will not come any more, or not soon."""
        self._slow &= running
        if self._held is None:
            self._held = _Gap(self.floor + 1, end, running - self._slow, time.monotonic())
        held = self._held
        held.suspects &= running
        if held.suspects and time.monotonic() - held.since < self._patience:
            return False
        self._slow |= held.suspects
        if self._slow:
            held.end, held.since = end, time.monotonic()
            self._late = [*self._late, held][-_MOST_GAPS:]
        return True

    def _read_late(self) -> list[Event]:
        moment = time.monotonic()
        self._late = [gap for gap in self._late if moment - gap.since < _LATE_SECONDS]
        if not self._late:
            self._told_late.clear()
            return []
        inside = or_(*(and_(JobEvent.id >= gap.first, JobEvent.id < gap.end) for gap in self._late))
        events = [event for event in self._rows(inside, is_late=True)[0] if event.id not in self._told_late]
        self._told_late.update(event.id for event in events)
        return events

    def _rows(self, where: Any, is_late: bool = False) -> tuple[list[Event], frozenset[int]]:
        """Events and, from the same snapshot of the database, transactions that were running."""
        snapshot = literal("") if self._database.is_sqlite else cast(func.pg_current_snapshot(), String)
        columns = (JobEvent.id, JobEvent.owner_id, JobEvent.job_id, JobEvent.kind, JobEvent.data, JobEvent.created_at)
        with self._database.system_reader() as session:
            rows = session.execute(select(*columns, snapshot).where(where).order_by(JobEvent.id).limit(BATCH)).all()
        events = [Event(*row[:-1], is_late=is_late) for row in rows]
        return events, _running(rows[0][-1]) if rows else frozenset()


def _running(snapshot: str) -> frozenset[int]:
    """The ids of running transactions in ``xmin:xmax:id,id,…``."""
    listed = snapshot.rpartition(":")[2]
    return frozenset(int(part) for part in listed.split(",") if part)
