"""Running one stage of a job: its workspace laid out, the work done in a child process, what it gave stored."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

import structlog
from sqlalchemy import select

from reelwright.database.columns import now
from reelwright.database.tables import Job, JobStage
from reelwright.errors import Cancelled, InvalidInput, LimitExceeded, MediaUnusable, ReelwrightError, RenderCrashed
from reelwright.isolation.parent import Task, run_isolated
from reelwright.workflows.jobs import bookkeeping
from reelwright.workflows.jobs.context import WorkContext, context
from reelwright.workflows.jobs.deliverables import store_outputs
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.origin import log_fields, stage_span
from reelwright.workflows.jobs.workspace import Workspace

log = structlog.get_logger(__name__)
_PROGRESS_SECONDS = 0.5
_WATCH_SECONDS = 0.25
_CALL_OFF_SECONDS = 60.0
_FINAL = (InvalidInput, MediaUnusable, LimitExceeded)
"""Errors of the wish itself: another try would end alike."""
_FINAL_CODES = {
    "FETCH_REFUSED", "PROVIDER_NEEDED", "FONT_MISSING", "CONFLICT", "QUOTA_EXCEEDED", "PLAN_LIMIT", "UNCLEAR_PAYMENT", "CONTENT_REFUSED",
    "PROVIDER_REFUSED", "PROVIDER_NO_BALANCE",
}  # fmt: skip


@dataclass(frozen=True)
class StageCall:
    """``part`` names a part of a rendering ("0-300"); ``extra`` is what other stages gave for this one."""

    job_id: str
    revision: int
    stage: str
    part: str
    extra: dict[str, Any]
    attempt: int

    @property
    def row(self) -> str:
        """The name it is written down under."""
        return f"{self.stage} {self.part}".strip()


async def run_stage(call: StageCall) -> dict[str, Any]:
    """The stage's outcome: ``state`` ``done``, ``failed`` (with ``error`` and ``may_retry``) or ``cancelled``.

    Cancelled from outside, it ends the child process before it lets go.
    """
    stop = Event()
    work = asyncio.get_running_loop().run_in_executor(None, _named_run, call, stop)
    watch = asyncio.create_task(_watch(call, stop))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([work], timeout=5)
        raise
    finally:
        watch.cancel()


async def _watch(call: StageCall, stop: Event) -> None:
    """Stop the work soon after its job is cancelled."""
    while not stop.is_set():
        await asyncio.sleep(_WATCH_SECONDS)
        if not await asyncio.to_thread(bookkeeping.is_wanted, call.job_id, call.revision):
            stop.set()


def _named_run(call: StageCall, stop: Event) -> dict[str, Any]:
    """Every line of the log that is written meanwhile names the job and the stage."""
    with structlog.contextvars.bound_contextvars(job_id=call.job_id, stage=call.row, attempt=call.attempt):
        return _run(call, stop)


def _run(call: StageCall, stop: Event) -> dict[str, Any]:
    here = context()
    try:
        return _done(call, here, stop)
    except Cancelled:
        _call_off(call, here)
        return {"state": "cancelled"}
    except ReelwrightError as error:
        may_retry = isinstance(error, RenderCrashed) or not (isinstance(error, _FINAL) or error.code in _FINAL_CODES)
        log.warning("stage_failed", code=error.code, reason=error.message)
        told = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "pointer": error.pointer,
            "stage": call.stage,
        }
        return {"state": "failed", "error": told, "may_retry": may_retry}
    except Exception as error:  # a door: whatever broke here must end the stage, not the worker
        log.error("stage_broke", exc_info=error)
        told = {
            "code": "INTERNAL",
            "message": "something went wrong here; it has been written down",
            "hint": "",
            "stage": call.stage,
        }
        return {"state": "failed", "error": told, "may_retry": True}


def _done(call: StageCall, here: WorkContext, stop: Event) -> dict[str, Any]:
    job, earlier = _taken_up(call, here)
    if job is None:
        return {"state": "cancelled"}
    if earlier is not None:
        return earlier
    with structlog.contextvars.bound_contextvars(**log_fields(job)), stage_span(job, call.row, call.attempt) as facts:
        outcome = _worked(call, here, job, stop)
        facts["state"] = outcome["state"]
        return outcome


def _worked(call: StageCall, here: WorkContext, job: Job, stop: Event) -> dict[str, Any]:
    workspace = Workspace(here.store, here.scratch / str(job.video_id or job.id))
    if call.part:
        return _drawn(call, here, job, workspace, stop)
    with workspace.in_use(stop):
        workspace.restore(job.workspace_key)
        report = run_isolated(_task(call, here, job, workspace), _Reporter(call), stop)
        outcome = {"state": "done"} | report
        if report.get("deliver"):
            outcome["outputs"] = store_outputs(here, job, workspace.folder, report["deliver"])
            outcome["result"] = (report.get("result") or {}) | {"outputs": outcome["outputs"]}
        outcome["workspace"] = workspace.save(here.database, job)
    _written(call, here, outcome)
    return outcome


def _call_off(call: StageCall, here: WorkContext) -> None:
    """What a cancelled job's stage has others do is stopped there. A worker that only shuts down leaves it be: the job goes on."""
    with here.database.system_session() as session:
        job = session.get(Job, uuid.UUID(call.job_id))
    if job is None or job.status != "CANCELLED":
        return
    stage = next((stage for stage in KINDS[job.kind] if stage.name == call.stage), None)
    if stage is None or not stage.called_off:
        return
    workspace = Workspace(here.store, here.scratch / str(job.video_id or job.id))
    try:
        with workspace.in_use(Event()):
            task = _task(replace(call, stage=stage.called_off), here, job, workspace)
            report = run_isolated(replace(task, limits=replace(task.limits, seconds=_CALL_OFF_SECONDS)))
        log.info("stage_called_off", **(report.get("result") or {}))
    except Exception as error:  # the job is cancelled all the same
        log.warning("stage_not_called_off", exc_info=error)


def _drawn(call: StageCall, here: WorkContext, job: Job, workspace: Workspace, stop: Event) -> dict[str, Any]:
    """One part of a rendering; several may be drawn in one workspace at a time, for nothing but chunks is written."""
    with workspace.in_use(stop):
        workspace.restore(job.workspace_key)
    report = run_isolated(_task(call, here, job, workspace), said_log, stop)
    outcome = {"state": "done", "chunks": workspace.store_chunks(report["chunks"]), "workspace": job.workspace_key}
    _written(call, here, outcome)
    bookkeeping.part_done(call.job_id, call.revision, call.part)
    return outcome


def _taken_up(call: StageCall, here: WorkContext) -> tuple[Job | None, dict[str, Any] | None]:
    """The job, and the outcome of an earlier run of the stage whose end was not noticed."""
    with here.database.system_session() as session:
        job = session.get(Job, uuid.UUID(call.job_id))
        if job is None or job.status != "PROCESSING" or job.revision != call.revision:
            return None, None
        row = session.scalar(select(JobStage).where(JobStage.job_id == job.id, JobStage.stage == call.row))
        if row is not None and row.state == "done":
            return job, row.facts
        if row is None:
            row = JobStage(owner_id=job.owner_id, job_id=job.id, stage=call.row, attempts=0)
            session.add(row)
        row.state, row.attempts, row.started_at, row.facts = "running", row.attempts + 1, now(), {}
        return job, None


def _written(call: StageCall, here: WorkContext, outcome: dict[str, Any]) -> None:
    with here.database.system_session() as session:
        row = session.scalar(
            select(JobStage)
            .where(JobStage.job_id == uuid.UUID(call.job_id), JobStage.stage == call.row)
            .with_for_update()
        )
        if row is not None:
            row.state, row.finished_at, row.workspace_key, row.facts = "done", now(), outcome["workspace"], outcome


def _task(call: StageCall, here: WorkContext, job: Job, workspace: Workspace) -> Task:
    request = {
        "stage": call.stage, "part": call.part, "kind": job.kind, "request": job.request, "folder": str(workspace.folder),
        "owner": str(job.owner_id), "job": str(job.id), "log": log_fields(job) | {"stage": call.row, "attempt": call.attempt},
        "settings": dict(here.settings),
        "chunks": workspace.fetch_chunks(call.extra.get("chunks", {})),
    }  # fmt: skip
    return Task(here.child, request, here.limits, what=f"the stage {call.stage}")


def said_log(said: dict[str, Any]) -> None:
    """Write a line of the child's log into ours: with its own words and fields, in the format of this process."""
    line = said.get("log")
    if not isinstance(line, dict):
        return
    fields = {str(name): value for name, value in line.items() if name not in ("timestamp", "level", "logger", "event")}
    level = logging.getLevelNamesMapping().get(str(line.get("level", "")).upper(), logging.INFO)
    structlog.get_logger(str(line.get("logger") or __name__)).log(level, str(line.get("event")), **fields)


class _Reporter:
    """Writes the child's progress down, twice a second at most."""

    def __init__(self, call: StageCall) -> None:
        self._call = call
        self._last = 0.0

    def __call__(self, said: dict[str, Any]) -> None:
        said_log(said)
        if "done" not in said:
            return
        done, total = int(said["done"]), max(1, int(said["total"]))
        moment = time.monotonic()
        if moment - self._last >= _PROGRESS_SECONDS:
            self._last = moment
            bookkeeping.progressed(self._call.job_id, self._call.revision, self._call.stage, done / total)
