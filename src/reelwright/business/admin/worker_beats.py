"""Signs of life of workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import WorkerBeat

ALIVE = timedelta(seconds=45)
"""Four beats may be missed; the others take over its work after about half a minute."""
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Sign:
    name: str
    version: str
    queues: Sequence[str]
    started_at: datetime
    disk_free_bytes: int


def write_beat(database: Database, sign: Sign, moment: datetime) -> None:
    """Say that a worker lives; workers that were silent for a day are forgotten."""
    with database.system_session() as session:
        row = session.get(WorkerBeat, sign.name)
        if row is None:
            row = WorkerBeat(name=sign.name)
            session.add(row)
        row.version, row.queues, row.started_at = sign.version, list(sign.queues), sign.started_at
        row.beat_at, row.disk_free_bytes = moment, sign.disk_free_bytes
        session.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < moment - _FORGOTTEN))


def end_beat(database: Database, name: str) -> None:
    """A worker that was stopped is not missed."""
    with database.system_session() as session:
        session.execute(delete(WorkerBeat).where(WorkerBeat.name == name))


def beats(session: OwnedSession) -> list[WorkerBeat]:
    return list(session.scalars(select(WorkerBeat).order_by(WorkerBeat.name)))


def is_alive(beat: WorkerBeat, moment: datetime) -> bool:
    return beat.beat_at > moment - ALIVE
