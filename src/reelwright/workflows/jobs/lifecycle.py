"""A job's life as users steer it: created, approved, retried, cancelled. Each change and its work are one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from reelwright.business.admin.runtime_settings import refuse_while_paused
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, JobStage, Video
from reelwright.errors import ReelwrightError
from reelwright.workflows.engine import NORMAL, Engine, Work
from reelwright.workflows.jobs.charging import begin_charge, release_charge
from reelwright.workflows.jobs.events import tell
from reelwright.workflows.jobs.kinds import JOBS, KINDS
from reelwright.workflows.jobs.origin import present_origin, tell_job_span

ACTIVE = ("QUEUED", "PROCESSING", "WAITING_FOR_APPROVAL", "CANCELLING")
ENDED = ("COMPLETED", "FAILED", "CANCELLED")
FAILED_KEPT = timedelta(days=7)
"""How long a failed job's files are kept for a retry."""


class JobState(ReelwrightError):
    """The job is in a state that does not allow this."""

    code = "CONFLICT"


@dataclass(frozen=True)
class NewJob:
    """A wish for long work. ``gates`` are stages after which a person is asked."""

    kind: str
    request: dict[str, Any]
    gates: tuple[str, ...] = ()
    priority: int = NORMAL
    video_id: uuid.UUID | None = None
    asset_id: uuid.UUID | None = None
    batch_id: uuid.UUID | None = None
    batch_row: int | None = None
    budget_micros: int | None = None
    workspace_key: str | None = None
    skip: tuple[str, ...] = field(default=())
    """Stages that are done already (a re-render of an edited document begins late)."""


def create_job(session: OwnedSession, engine: Engine, owner: uuid.UUID, wish: NewJob) -> Job:
    """Write a job down, hold its credits where work costs any, and enqueue it. Raises ``JobState``, ``PlanLimit``, ``NotEnoughCredits``,
    ``WorkPaused``."""
    known = {stage.name for stage in KINDS[wish.kind] if stage.may_ask}
    if unknown := [gate for gate in wish.gates if gate not in known]:
        raise JobState(
            f"nobody can be asked after {', '.join(unknown)}", hint=f"choose of {', '.join(sorted(known)) or 'none'}"
        )
    refuse_while_paused(session)
    job = Job(
        owner_id=owner, kind=wish.kind, request=wish.request, gates=list(wish.gates), priority=wish.priority, video_id=wish.video_id,
        asset_id=wish.asset_id, batch_id=wish.batch_id, batch_row=wish.batch_row, budget_micros=wish.budget_micros,
        workspace_key=wish.workspace_key, approved=[], revision=0, origin=present_origin() or None,
    )  # fmt: skip
    session.add(job)
    session.flush()
    if engine.tariff is not None:
        begin_charge(session, engine.tariff, job, engine.server_pays(job))
    for stage in wish.skip:
        session.add(
            JobStage(owner_id=owner, job_id=job.id, stage=stage, state="done", workspace_key=wish.workspace_key)
        )
    tell(session, job, "queued", {"kind": job.kind})
    _enqueue(session, engine, job)
    return job


def approve_job(session: OwnedSession, engine: Engine, job: Job, stage: str, workspace_key: str | None = None) -> None:
    """Let a waiting job go on. ``workspace_key`` is the workspace with a person's edits. Raises ``JobState``."""
    if job.status != "WAITING_FOR_APPROVAL" or job.stage != stage:
        raise JobState(
            f"the job does not wait for an approval of {stage}", hint=f"it is {job.status} in {job.stage or 'no stage'}"
        )
    job.approved = [*job.approved, stage]
    if workspace_key is not None:
        job.workspace_key = workspace_key
    queue_again(session, engine, job, "approved", {"stage": stage})


def retry_job(session: OwnedSession, engine: Engine, job: Job) -> None:
    """Go on with a failed or cancelled job from the stage it failed in. Raises ``JobState``."""
    if job.status not in ("FAILED", "CANCELLED"):
        raise JobState(f"the job is {job.status}", hint="only a failed or cancelled job is tried again")
    if engine.tariff is not None:
        begin_charge(session, engine.tariff, job, engine.server_pays(job))
    session.execute(delete(JobStage).where(JobStage.job_id == job.id, JobStage.state != "done"))
    queue_again(session, engine, job, "retried", {})


def redo_job(session: OwnedSession, engine: Engine, job: Job, stage: str, wish: NewJob) -> None:
    """Let a job that is not at work do a stage and all after it again, under a changed request. What it made is kept beside and
    used again wherever it still fits. Raises ``JobState``."""
    names = [each.name for each in KINDS[job.kind]]
    if job.status in ("QUEUED", "PROCESSING", "CANCELLING"):
        raise JobState("the job is at work", hint="wait for it, or stop it first")
    if stage not in names:
        raise JobState(f"there is no stage {stage}", hint=f"choose of {', '.join(names)}")
    kept = names[: names.index(stage)]
    session.execute(delete(JobStage).where(JobStage.job_id == job.id, JobStage.stage.not_in(kept)))
    job.request, job.gates, job.workspace_key = wish.request, list(wish.gates), wish.workspace_key
    job.approved = [gate for gate in wish.gates if gate in kept]
    job.stage, job.started_at = "", None
    job.progress = sum(each.weight for each in KINDS[job.kind] if each.name in kept)
    if engine.tariff is not None:
        begin_charge(session, engine.tariff, job, engine.server_pays(job), again=1 - job.progress / 100)
    queue_again(session, engine, job, "retried", {"from": stage})


def cancel_job(session: OwnedSession, job: Job, because: str) -> None:
    """Stop a job; the caller cancels its workflow once this is committed. What was finished is kept. Raises ``JobState`` for an ended one."""
    if job.status in ENDED:
        raise JobState(f"the job is {job.status} already")
    job.status, job.cancelled_because, job.finished_at = "CANCELLED", because[:200], now()
    set_video(session, job)
    release_charge(session, job, "the job was cancelled")
    tell(session, job, "cancelled", {"because": job.cancelled_because})
    tell_job_span(job)


def fail_job(session: OwnedSession, job: Job, error: dict[str, Any]) -> None:
    """End a job that could not be done; its files are kept for a retry."""
    job.status, job.error, job.estimated_seconds, job.finished_at = "FAILED", error, None, now()
    set_video(session, job)
    release_charge(session, job, "the job failed")
    tell(session, job, "failed", {"error": error})
    tell_job_span(job)


def workflow_id(job: Job) -> str:
    """The engine's id of the job's present life."""
    return f"job-{job.id}-r{job.revision}"


def job_for_update(session: OwnedSession, job_id: uuid.UUID) -> Job | None:
    """The job, held against changes by others until the transaction ends; rows that name it may still be added by them."""
    return session.scalar(select(Job).where(Job.id == job_id).with_for_update(key_share=True))


def set_video(session: OwnedSession, job: Job) -> None:
    """The video shows the status of its newest job."""
    if job.video_id is not None and (video := session.get(Video, job.video_id)) is not None:
        video.status = job.status


def queue_again(session: OwnedSession, engine: Engine, job: Job, event: str, data: dict[str, Any]) -> None:
    """Enqueue the next life of a job, and say why."""
    job.status, job.error, job.finished_at, job.cancelled_because = "QUEUED", None, None, ""
    job.revision += 1
    set_video(session, job)
    tell(session, job, event, data)
    session.flush()
    _enqueue(session, engine, job)


def _enqueue(session: OwnedSession, engine: Engine, job: Job) -> None:
    engine.enqueue(
        session, Work("job", workflow_id(job), JOBS, (str(job.id), job.revision), job.priority, share=str(job.owner_id))
    )
