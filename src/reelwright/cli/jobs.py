"""`reel jobs`"""

from __future__ import annotations

import json
import uuid
from enum import StrEnum
from typing import Annotated, Any

import typer
from sqlalchemy import select

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.database.tables import Job, JobEvent, JobStage
from reelwright.errors import InvalidInput, NotFound
from reelwright.workflows.jobs.lifecycle import cancel_job, job_for_update, retry_job, workflow_id


class Action(StrEnum):
    list = "list"
    show = "show"
    cancel = "cancel"
    retry = "retry"


def command(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.list,
    job: Annotated[
        str | None, typer.Argument(metavar="[JOB]", help="A job's id, or as much of its beginning as is unique.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(help="List only jobs in this state (QUEUED, PROCESSING, FAILED …).")
    ] = None,
    limit: Annotated[int, typer.Option(help="List at most so many.", min=1, max=1000)] = 20,
    json_: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    platform = open_platform(read_server_settings())
    try:
        if action == Action.list:
            _list(platform, status, limit, is_json=json_)
            return
        if job is None:
            raise InvalidInput(f"reel jobs {action} wants a job's id", hint="reel jobs lists them")
        found = _found(platform, job)
        if action == Action.cancel:
            _cancel(platform, found)
        elif action == Action.retry:
            with platform.database.system_session() as session:
                row = job_for_update(session, found)
                assert row is not None
                retry_job(session, platform.engine, row)
        _show(platform, found, is_json=json_)
    finally:
        platform.close()


def _list(platform: Platform, status: str | None, limit: int, *, is_json: bool) -> None:
    query = select(Job).order_by(Job.created_at.desc()).limit(limit)
    if status:
        query = query.where(Job.status == status.upper())
    with platform.database.system_reader() as session:
        rows = session.scalars(query).all()
    if is_json:
        typer.echo(json.dumps([_row(row) for row in rows]))
        return
    for row in rows:
        typer.echo(
            f"{row.id}  {row.kind:<9} {row.status:<20} {row.progress:>3} %  {row.stage:<9} {row.created_at:%Y-%m-%d %H:%M:%S}"
        )
    if not rows:
        typer.echo("there are no jobs", err=True)


def _show(platform: Platform, job_id: uuid.UUID, *, is_json: bool) -> None:
    with platform.database.system_reader() as session:
        job = session.get_one(Job, job_id)
        stages = session.scalars(select(JobStage).where(JobStage.job_id == job_id).order_by(JobStage.started_at)).all()
        events = session.scalars(
            select(JobEvent).where(JobEvent.job_id == job_id, JobEvent.kind != "progress").order_by(JobEvent.id)
        ).all()
    if is_json:
        told = [{"stage": stage.stage, "state": stage.state, "attempts": stage.attempts} for stage in stages]
        typer.echo(json.dumps(_row(job) | {"stages": told, "result": job.result, "error": job.error}))
        return
    typer.echo(f"{job.kind} {job.id}: {job.status}, {job.progress} %")
    for stage in stages:
        typer.echo(f"  {stage.stage:<10} {stage.state:<8} attempts {stage.attempts}")
    for event in events:
        typer.echo(f"  {event.created_at:%H:%M:%S} {event.kind}")
    if job.error:
        typer.echo(f"  {job.error.get('code')}: {job.error.get('message')}")
        if job.error.get("hint"):
            typer.echo(f"  -> {job.error['hint']}")


def _cancel(platform: Platform, job_id: uuid.UUID) -> None:
    with platform.database.system_session() as session:
        row = job_for_update(session, job_id)
        assert row is not None
        running = workflow_id(row)
        cancel_job(session, row, "cancelled by the operator")
    platform.engine.cancel(running)


def _found(platform: Platform, text: str) -> uuid.UUID:
    with platform.database.system_reader() as session:
        ids = [row for row in session.scalars(select(Job.id)) if str(row).startswith(text.lower())]
    if not ids:
        raise NotFound(f"there is no job {text}", hint="reel jobs lists them")
    if len(ids) > 1:
        raise InvalidInput(f"{len(ids)} jobs begin with {text}", hint="give more of the id")
    return ids[0]


def _row(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.id), "kind": job.kind, "status": job.status, "progress": job.progress, "stage": job.stage,
        "createdAt": job.created_at.isoformat(), "finishedAt": job.finished_at.isoformat() if job.finished_at else None,
    }  # fmt: skip
