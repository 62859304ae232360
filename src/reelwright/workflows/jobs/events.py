"""What happened to a job, written down in the transaction in which it happened."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from reelwright.database.tables import Job, JobEvent

TOLD = {
    "started": "job.started",
    "completed": "job.completed",
    "failed": "job.failed",
    "cancelled": "job.cancelled",
    "waiting": "job.waiting",
}
"""Events that webhooks are told of, by the name they have there."""


def tell(session: Session, job: Job, kind: str, data: dict[str, Any]) -> None:
    """Add an event to a job's history. Every event carries the job's state, so that a client needs no other request."""
    state = {"status": job.status, "stage": job.stage, "progress": job.progress, "estimatedTime": job.estimated_seconds}
    session.add(JobEvent(owner_id=job.owner_id, job_id=job.id, kind=kind, data=state | data))
