"""Counts and durations of jobs and their stages, from the events that were written since the last look."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram
from sqlalchemy import select

from reelwright.database.open import Database
from reelwright.database.tables import Job, JobStage
from reelwright.workflows.jobs.event_tail import Event, EventTail

_SECONDS = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)
_COUNTED = {
    "queued": ("created", "Jobs created."),
    "completed": ("completed", "Jobs completed."),
    "failed": ("failed", "Jobs failed; one that is tried again and fails counts again."),
    "cancelled": ("cancelled", "Jobs cancelled."),
    "retried": ("retried", "Failed or cancelled jobs tried again."),
    "waiting": ("held", "Times a job began to wait for a person's approval."),
}
_ENDS = ("completed", "failed", "cancelled")


class JobMeasures:
    """Counts begin with the first look. A row's state may go back (a failed job is retried), what happened cannot."""

    def __init__(self, database: Database, registry: CollectorRegistry) -> None:
        self._database = database
        self._tail: EventTail | None = None
        self._counters = {
            kind: Counter(f"reelwright_jobs_{name}", text, ["kind"], registry=registry)
            for kind, (name, text) in _COUNTED.items()
        }
        self._durations = Histogram(
            "reelwright_job_duration_seconds",
            "From the start of a job to its end, with what it waited for a person.",
            ["kind", "outcome"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._waits = Histogram(
            "reelwright_job_wait_seconds",
            "From a job's creation to its first start.",
            ["kind"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "reelwright_stage_duration_seconds",
            "The last, successful try of a stage.",
            ["kind", "stage"],
            buckets=_SECONDS,
            registry=registry,
        )

    def look(self) -> None:
        """Take in what happened since the last look. Raises the database's errors and then loses nothing already read."""
        if self._tail is None:
            tail = EventTail(self._database)
            tail.begin()
            self._tail = tail
        while events := self._tail.read():
            for part in _parts([each for each in events if each.kind in (*_COUNTED, "started", "stage")], 500):
                self._take_in(part)

    def _take_in(self, events: Sequence[Event]) -> None:
        jobs = self._jobs({event.job_id for event in events})
        stages = self._stage_seconds({event.job_id for event in events if event.kind == "stage"})
        for event in events:
            job = jobs.get(event.job_id)
            if job is None:  # removed with its owner
                continue
            if event.kind in self._counters:
                self._counters[event.kind].labels(job.kind).inc()
            if event.kind in _ENDS and job.started_at is not None:
                self._durations.labels(job.kind, event.kind).observe(_seconds(job.started_at, event.at))
            if event.kind == "started" and event.data.get("revision") == 0:
                self._waits.labels(job.kind).observe(_seconds(job.created_at, event.at))
            name = str(event.data.get("finished"))
            if event.kind == "stage" and (event.job_id, name) in stages:
                self._stages.labels(job.kind, name).observe(stages[event.job_id, name])

    def _jobs(self, ids: set[uuid.UUID]) -> dict[uuid.UUID, _Times]:
        query = select(Job.id, Job.kind, Job.created_at, Job.started_at).where(Job.id.in_(ids))
        with self._database.system_reader() as session:
            return {row.id: _Times(row.kind, row.created_at, row.started_at) for row in session.execute(query)}

    def _stage_seconds(self, ids: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], float]:
        query = select(JobStage.job_id, JobStage.stage, JobStage.started_at, JobStage.finished_at).where(
            JobStage.job_id.in_(ids), JobStage.started_at.is_not(None), JobStage.finished_at.is_not(None)
        )
        with self._database.system_reader() as session:
            return {
                (row.job_id, row.stage): _seconds(row.started_at, row.finished_at) for row in session.execute(query)
            }


@dataclass(frozen=True)
class _Times:
    kind: str
    created_at: datetime
    started_at: datetime | None


def _seconds(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds())  # clocks of two machines may differ a little


def _parts(events: list[Event], size: int) -> Iterator[list[Event]]:
    for start in range(0, len(events), size):
        yield events[start : start + size]
