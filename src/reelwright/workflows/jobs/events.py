"""What happened to a job, written down in the transaction in which it happened."""

from __future__ import annotations

from typing import Any

from reelwright.business.mails.queueing import tell_by_mail
from reelwright.business.webhooks.events import Event
from reelwright.business.webhooks.queueing import queue_deliveries
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, JobEvent

TOLD: dict[str, Event] = {
    "started": "job.started", "completed": "job.completed", "failed": "job.failed", "cancelled": "job.cancelled", "waiting": "job.waiting",
}  # fmt: skip
"""Events that webhooks are told of, by the name they have there."""


def tell(session: OwnedSession, job: Job, kind: str, data: dict[str, Any]) -> None:
    """Add an event to a job's history. Every event carries the job's state, so that a client needs no other request."""
    state = {"status": job.status, "stage": job.stage, "progress": job.progress, "estimatedTime": job.estimated_seconds}
    session.add(JobEvent(owner_id=job.owner_id, job_id=job.id, kind=kind, data=state | data))
    if kind in TOLD:
        queue_deliveries(session, job, TOLD[kind], data)
        tell_by_mail(session, job, kind)
