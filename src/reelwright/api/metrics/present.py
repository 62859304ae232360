"""What is the case now: jobs at work, queues, stored bytes."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import func, select

from reelwright.app.platform import Platform
from reelwright.database.tables import BlobUse, Job
from reelwright.workflows.jobs.kinds import JOBS, WORK_QUEUES
from reelwright.workflows.jobs.lifecycle import ACTIVE

_STORAGE_SECONDS = 60.0


class PresentMeasures:
    """Asked of the database at every look (the stored bytes once a minute)."""

    def __init__(self, platform: Platform, registry: CollectorRegistry) -> None:
        self._platform = platform
        self._jobs = Gauge(
            "reelwright_jobs", "Jobs that have not ended, by kind and status.", ["kind", "status"], registry=registry
        )
        self._queues = Gauge(
            "reelwright_queue_depth", "Pieces of work that wait in a queue for a worker.", ["queue"], registry=registry
        )
        self._bytes = Gauge("reelwright_storage_bytes", "Bytes of all files that are in use.", registry=registry)
        self._summed_at = float("-inf")

    def look_at_jobs(self) -> None:
        query = select(Job.kind, Job.status, func.count()).where(Job.status.in_(ACTIVE)).group_by(Job.kind, Job.status)
        with self._platform.database.system_reader() as session:
            rows = session.execute(query).all()
        self._jobs.clear()
        for kind, status, count in rows:
            self._jobs.labels(kind, status).set(count)

    def look_at_queues(self) -> None:
        depths = dict.fromkeys((JOBS, *WORK_QUEUES), 0) | self._platform.engine.depths()
        self._queues.clear()
        for name, depth in depths.items():
            self._queues.labels(name).set(depth)

    def look_at_storage(self) -> None:
        if time.monotonic() - self._summed_at < _STORAGE_SECONDS:
            return
        kept = select(BlobUse.key, func.max(BlobUse.size).label("size")).group_by(BlobUse.key).subquery()
        with self._platform.database.system_reader() as session:
            total = session.scalar(select(func.coalesce(func.sum(kept.c.size), 0)))
        self._bytes.set(int(total or 0))
        self._summed_at = time.monotonic()
