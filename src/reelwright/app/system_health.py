"""How the whole platform is, for whoever runs it."""

from __future__ import annotations

import platform as machine
import shutil
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

import reelwright
from reelwright.app.platform import Platform
from reelwright.business.admin.worker_beats import beats, is_alive
from reelwright.database.columns import now
from reelwright.database.migrate import current_revision
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Delivery, Job, Mail, ModerationItem
from reelwright.errors import ReelwrightError
from reelwright.workflows.jobs.kinds import JOBS, WORK_QUEUES
from reelwright.workflows.jobs.lifecycle import ACTIVE

_LEAST_FREE_BYTES = 5_000_000_000
_NOWHERE = "0" * 64
"""The key of a blob that is not there: asking for it shows whether the store answers."""


@dataclass(frozen=True)
class WorkerHealth:
    name: str
    version: str
    queues: list[str]
    is_alive: bool
    started_at: datetime
    beat_at: datetime
    disk_free_bytes: int


@dataclass
class Health:
    """``state`` is ``good``, ``warning`` or ``bad``."""

    version: str = reelwright.__version__
    python: str = field(default_factory=machine.python_version)
    database: str = ""
    database_state: str = "good"
    database_bytes: int | None = None
    revision: str | None = None
    storage: str = ""
    storage_state: str = "good"
    storage_bytes: int = 0
    disk_free_bytes: int = 0
    disk_total_bytes: int = 0
    queues: dict[str, int] = field(default_factory=dict[str, int])
    jobs: dict[str, int] = field(default_factory=dict[str, int])
    pending_mails: int = 0
    pending_deliveries: int = 0
    waiting_moderation: int = 0
    workers: list[WorkerHealth] = field(default_factory=list[WorkerHealth])
    problems: list[str] = field(default_factory=list[str])

    @property
    def state(self) -> str:
        if self.database_state == "bad" or self.storage_state == "bad":
            return "bad"
        return "warning" if self.problems else "good"


def health_of(platform: Platform) -> Health:
    """Never raises for what it finds."""
    found = Health()
    _of_disk(platform, found)
    _of_storage(platform, found)
    try:
        with platform.database.system_reader() as session:
            _of_database(platform, session, found)
        found.revision = current_revision(platform.database)
        depths = platform.engine.depths()
        found.queues = {name: depths.get(name, 0) for name in (JOBS, *WORK_QUEUES)}
    except SQLAlchemyError:
        found.database_state = "bad"
        found.problems.append("the database does not answer")
    return found


def _of_database(platform: Platform, session: OwnedSession, found: Health) -> None:
    version = "sqlite_version()" if platform.database.is_sqlite else "current_setting('server_version')"
    size = (
        "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())"
        if platform.database.is_sqlite
        else "pg_database_size(current_database())"
    )
    number, found.database_bytes = session.execute(text(f"SELECT {version}, {size}")).one()
    found.database = f"{'SQLite' if platform.database.is_sqlite else 'PostgreSQL'} {number}"
    jobs = select(Job.status, func.count()).where(Job.status.in_(ACTIVE)).group_by(Job.status)
    found.jobs = {row[0]: row[1] for row in session.execute(jobs)}
    kept = select(func.max(BlobUse.size).label("size")).group_by(BlobUse.key).subquery()
    found.storage_bytes = int(session.scalar(select(func.coalesce(func.sum(kept.c.size), 0))) or 0)
    found.pending_mails = _count(session, Mail.state == "pending")
    found.pending_deliveries = _count(session, Delivery.state.in_(("pending", "sending")))
    found.waiting_moderation = _count(session, ModerationItem.state.in_(("open", "appealed")))
    moment = now()
    for row in beats(session):
        alive = is_alive(row, moment)
        found.workers.append(
            WorkerHealth(row.name, row.version, row.queues, alive, row.started_at, row.beat_at, row.disk_free_bytes)
        )
        if not alive:
            found.problems.append(f"the worker {row.name} is silent")
        if alive and row.version != reelwright.__version__:
            found.problems.append(f"the worker {row.name} has version {row.version}")
        if alive and row.disk_free_bytes < _LEAST_FREE_BYTES:
            found.problems.append(f"the disk of the worker {row.name} is nearly full")
    if not any(worker.is_alive for worker in found.workers):
        found.problems.append("no worker is alive: nothing is made")


def _of_disk(platform: Platform, found: Health) -> None:
    try:
        usage = shutil.disk_usage(platform.settings.data)
    except OSError:
        found.problems.append("the data folder cannot be read")
        return
    found.disk_free_bytes, found.disk_total_bytes = usage.free, usage.total
    if usage.free < _LEAST_FREE_BYTES:
        found.problems.append("the disk of the data folder is nearly full")


def _of_storage(platform: Platform, found: Health) -> None:
    found.storage = "S3" if platform.settings.storage_url.startswith("s3://") else "folder"
    try:
        platform.store.facts(_NOWHERE)
    except ReelwrightError as error:
        if error.code != "BLOB_MISSING":
            found.storage_state = "bad"
            found.problems.append("the file store does not answer")
    except OSError:
        found.storage_state = "bad"
        found.problems.append("the file store does not answer")


def _count(session: OwnedSession, condition) -> int:
    return int(session.scalar(select(func.count()).where(condition)) or 0)
