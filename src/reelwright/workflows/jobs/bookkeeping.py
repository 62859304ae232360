"""What the story of a job writes down. Every function may run twice and then changes nothing the second time."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, TypedDict

from sqlalchemy import select

from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, JobStage, Video, VideoVersion
from reelwright.workflows.jobs.charging import settle_charge
from reelwright.workflows.jobs.chosen_thumbnail import with_chosen
from reelwright.workflows.jobs.context import context
from reelwright.workflows.jobs.events import tell
from reelwright.workflows.jobs.kinds import KINDS, percent, stage_of
from reelwright.workflows.jobs.lifecycle import fail_job, job_for_update, set_video
from reelwright.workflows.jobs.origin import tell_job_span
from reelwright.workflows.jobs.turns import may_start


class Story(TypedDict):
    """What is left to do: rows of ``name``, ``queue``, ``priority``; and the parts a rendering is divided in."""

    stages: list[dict[str, Any]]
    parts: list[str]


def begin(job_id: str, revision: int) -> Story:
    """Mark the job as at work; the stages it still lacks. None for a life of the job that is over."""
    with context().database.system_session() as session:
        job = job_for_update(session, uuid.UUID(job_id))
        if job is None or job.revision != revision or job.status not in ("QUEUED", "PROCESSING"):
            return Story(stages=[], parts=[])
        is_new = job.status == "QUEUED"
        if is_new and not may_start(session, context().tariff, job):
            return Story(
                stages=[], parts=[]
            )  # the story ends here, and is begun anew when another of the user's jobs has ended
        job.status = "PROCESSING"
        job.started_at = job.started_at or now()
        done = {
            row.stage: row
            for row in session.scalars(select(JobStage).where(JobStage.job_id == job.id, JobStage.state == "done"))
        }
        left = [stage for stage in KINDS[job.kind] if stage.name not in done]
        set_video(session, job)
        if is_new:
            tell(session, job, "started", {"revision": revision})
        rows = [{"name": stage.name, "queue": stage.queue, "priority": job.priority} for stage in left]
        parts = next((row.facts.get("parts") for row in done.values() if row.facts.get("parts")), [])
        return Story(stages=rows, parts=list(parts or []))


def passed(job_id: str, revision: int, name: str, outcome: dict[str, Any]) -> bool:
    """A stage is done: take over what it gave. Whether the job now waits for a person."""
    with context().database.system_session() as session:
        job = _at_work(session, job_id, revision)
        if job is None:
            return True
        job.stage, job.progress = name, percent(job.kind, name, 1.0)
        job.workspace_key = outcome.get("workspace") or job.workspace_key
        if outcome.get("result"):
            job.result = (job.result or {}) | outcome["result"]
        _take_over(session, job, outcome)
        tell(session, job, "stage", {"finished": name})
        if name in job.gates and name not in job.approved and stage_of(job.kind, name).may_ask:
            job.status, job.estimated_seconds = "WAITING_FOR_APPROVAL", None
            set_video(session, job)
            tell(session, job, "waiting", {"waitingFor": name})
            return True
        return False


def completed(job_id: str, revision: int) -> str:
    """Everything is done."""
    with context().database.system_session() as session:
        job = _at_work(session, job_id, revision)
        if job is None:
            return "ended"
        job.status, job.progress, job.estimated_seconds, job.finished_at = "COMPLETED", 100, None, now()
        set_video(session, job)
        if (tariff := context().tariff) is not None:
            settle_charge(session, tariff, job)
        tell(session, job, "completed", {})
        tell_job_span(job)
        return "completed"


def failed(job_id: str, revision: int, outcome: dict[str, Any]) -> str:
    """A stage could not be done, or the job was cancelled under it."""
    with context().database.system_session() as session:
        job = _at_work(session, job_id, revision)
        if job is None or outcome["state"] == "cancelled":
            return "ended"
        fail_job(session, job, outcome["error"])
        return "failed"


def progressed(job_id: str, revision: int, stage: str, part: float) -> bool:
    """Write progress down; whether the job is still wanted."""
    with context().database.system_session() as session:
        job = _at_work(session, job_id, revision)
        if job is None:
            return False
        reached = percent(job.kind, stage, part)
        if reached > job.progress or stage != job.stage:
            job.stage, job.progress = stage, max(job.progress, reached)
            if job.started_at is not None and job.progress >= 5:
                spent = (now() - job.started_at) / timedelta(seconds=1)
                job.estimated_seconds = round(spent * (100 - job.progress) / job.progress)
            tell(session, job, "progress", {})
        return True


def part_done(job_id: str, revision: int, part: str) -> None:
    """A part of a rendering is drawn; joining the parts is the last tenth of it."""
    with context().database.system_session() as session:
        job = _at_work(session, job_id, revision)
        if job is None:
            return
        rows = session.scalars(select(JobStage).where(JobStage.job_id == job.id, JobStage.state == "done")).all()
        parts = next((row.facts["parts"] for row in rows if row.facts.get("parts")), [part])
        drawn = sum(row.stage.startswith("draw ") for row in rows)
        job.stage, job.progress = "render", max(job.progress, percent(job.kind, "render", 0.9 * drawn / len(parts)))
        tell(session, job, "part", {"part": part, "drawn": drawn, "parts": len(parts)})


def is_wanted(job_id: str, revision: int) -> bool:
    """Whether a job is still to be worked on: not cancelled, and not in a later life."""
    with context().database.system_reader() as session:
        row = session.execute(select(Job.status, Job.revision).where(Job.id == uuid.UUID(job_id))).one_or_none()
        return row is not None and row.revision == revision and row.status == "PROCESSING"


def _at_work(session: OwnedSession, job_id: str, revision: int) -> Job | None:
    job = job_for_update(session, uuid.UUID(job_id))
    return job if job is not None and job.revision == revision and job.status == "PROCESSING" else None


def _take_over(session: OwnedSession, job: Job, outcome: dict[str, Any]) -> None:
    """What a stage gave, on the video it was made for: title, document, files."""
    video = session.get(Video, job.video_id) if job.video_id else None
    if video is None:
        return
    video.workspace_key = job.workspace_key or video.workspace_key
    if outcome.get("title") and not video.request.get("title"):
        video.title = str(outcome["title"])[:300]
    if outcome.get("outputs"):
        video.outputs = with_chosen(video.outputs, outcome["outputs"])
    if outcome.get("facts"):
        video.facts = video.facts | outcome["facts"]
    document = outcome.get("document")
    newest = session.scalar(
        select(VideoVersion).where(VideoVersion.video_id == video.id).order_by(VideoVersion.version.desc()).limit(1)
    )
    if document and (newest is None or newest.document != document):
        video.version = (newest.version if newest else 0) + 1
        session.add(VideoVersion(owner_id=video.owner_id, video_id=video.id, version=video.version, document=document))
