"""Many renderings of one template at once, a row of data each."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field, model_validator
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import JobShown, job_shown
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Page, Paging, Problem, Success, Wire
from reelwright.app.batch_rows import RowChecked, checked_rows, renamed
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import OutputAsked, RenderAsked, start_render
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Batch, Job
from reelwright.timeline.reading import read_document
from reelwright.workflows.jobs.lifecycle import ACTIVE, cancel_job, retry_job, workflow_id
from reelwright.workflows.materials import needs_materials

router = APIRouter(prefix="/api/batch", tags=["batch"])
MOST_ROWS = 10_000
_MOST_PROBLEMS = 100
_SORTABLE = {"createdAt": Job.created_at, "row": Job.batch_row, "status": Job.status, "id": Job.id}


class BatchAsked(Asked):
    """A template or document, and its rows: as objects, or as CSV whose first line names the variables."""

    name: str = Field("", max_length=200)
    template_id: uuid.UUID | None = None
    document: dict[str, Any] | None = None
    rows: list[dict[str, Any]] | None = Field(None, max_length=MOST_ROWS)
    csv: str | None = Field(None, max_length=20_000_000)
    columns: dict[str, str] = Field(
        default_factory=dict,
        max_length=200,
        description="the variable each column of the csv fills; an empty one leaves the column out",
    )
    outputs: list[OutputAsked] = Field(default_factory=list, max_length=8)
    project_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def _whole(self) -> BatchAsked:
        if (self.template_id is None) == (self.document is None):
            raise ValueError("give either a document or a templateId")
        if (self.rows is None) == (self.csv is None):
            raise ValueError("give either rows or csv")
        return self


class BatchShown(Wire):
    """``jobs`` counts the rows' jobs by status; ``progress`` is percent of all rows."""

    batch_id: uuid.UUID
    name: str
    total: int
    status: str
    progress: int
    jobs: dict[str, int]
    created_at: datetime


class RowProblems(Wire):
    """What is wrong with a row, counted from 0; ``field`` names the variable."""

    row: int
    problems: list[Problem]


class BatchCheck(Wire):
    """``mayCost``: rows have parts that providers make (speech, pictures, footage, music)."""

    total: int
    ready: int
    may_cost: bool
    rows: list[RowProblems]


class BatchDetail(BatchShown):
    rows: Page[JobShown]


@router.post("", summary="Render many rows", status_code=202, response_model=Success[BatchShown])
def create(
    request: Request, platform: PlatformDep, caller: Maker, asked: BatchAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    ready = ready_rows(platform, caller, asked)

    def make(session: OwnedSession) -> Success[BatchShown]:
        return Success(data=start_batch(session, platform, caller, asked, ready))

    return once(request, platform, caller, asked, make)


@router.post("/check", summary="What is wrong with each row; nothing is started")
def check(platform: PlatformDep, caller: Reader, asked: BatchAsked) -> Success[BatchCheck]:
    rows, base = rows_of(asked), _base(asked)
    with platform.database.reader_of(caller.user_id) as session:
        found = list(checked_rows(session, base, rows, is_text=asked.rows is None))
    wrong = [RowProblems(row=each.number, problems=_problems(each, "")) for each in found if each.faults]
    first = next((each.request for each in found if each.request), None)
    may_cost = first is not None and needs_materials(read_document(json.dumps(first["document"]), first["data"]))
    return Success(
        data=BatchCheck(total=len(rows), ready=len(rows) - len(wrong), may_cost=may_cost, rows=wrong[:_MOST_PROBLEMS])
    )


@router.get("", summary="List batches")
def list_batches(platform: PlatformDep, caller: Reader, asked: Annotated[Paging, Query()]) -> Success[Page[BatchShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(
            session, select(Batch), asked, {"createdAt": Batch.created_at, "name": Batch.name, "id": Batch.id}
        )
        return Success(data=Page(items=[_shown(session, row) for row in rows], pagination=pagination))


@router.get("/{batch_id}", summary="How far a batch is, row by row")
def show(
    batch_id: uuid.UUID, platform: PlatformDep, caller: Reader, asked: Annotated[Paging, Query()]
) -> Success[BatchDetail]:
    with platform.database.reader_of(caller.user_id) as session:
        batch = _batch(session, batch_id)
        jobs, pagination = listed(
            session, select(Job).options(defer(Job.request)).where(Job.batch_id == batch.id), asked, _SORTABLE
        )
        shown = _shown(session, batch)
    rows = Page(items=[job_shown(platform, job) for job in jobs], pagination=pagination)
    return Success(data=BatchDetail(**shown.model_dump(), rows=rows))


@router.post("/{batch_id}/cancel", summary="Stop what is left of a batch")
def cancel(batch_id: uuid.UUID, platform: PlatformDep, caller: Maker) -> Success[BatchShown]:
    with platform.database.session_of(caller.user_id) as session:
        batch = _batch(session, batch_id)
        jobs = session.scalars(
            select(Job).where(Job.batch_id == batch.id, Job.status.in_(ACTIVE)).with_for_update()
        ).all()
        for job in jobs:
            cancel_job(session, job, "its batch was cancelled")
        session.flush()
        shown = _shown(session, batch)
        running = [workflow_id(job) for job in jobs]
    for workflow in running:
        platform.engine.cancel(workflow)
    return Success(data=shown, message=f"stopped {len(running)} rows")


@router.post(
    "/{batch_id}/retry",
    summary="Try the failed rows of a batch again",
    status_code=202,
    response_model=Success[BatchShown],
)
def retry(
    batch_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[BatchShown]:
        batch = _batch(session, batch_id)
        jobs = session.scalars(
            select(Job).where(Job.batch_id == batch.id, Job.status.in_(("FAILED", "CANCELLED"))).with_for_update()
        ).all()
        for job in jobs:
            retry_job(session, platform.engine, job)
        session.flush()
        return Success(data=_shown(session, batch), message=f"{len(jobs)} rows again")

    return once(request, platform, caller, None, make)


def ready_rows(platform: Platform, caller: Caller, asked: BatchAsked) -> list[dict[str, Any]]:
    """The request of each row. Raises ``ApiError`` naming what is wrong with them."""
    with platform.database.reader_of(caller.user_id) as session:
        return _checked(session, _base(asked), rows_of(asked), is_text=asked.rows is None)


def start_batch(
    session: OwnedSession, platform: Platform, caller: Caller, asked: BatchAsked, ready: list[dict[str, Any]]
) -> BatchShown:
    batch = Batch(owner_id=caller.user_id, name=asked.name, kind="render", total=len(ready))
    session.add(batch)
    session.flush()
    for number, row in enumerate(ready):
        start_render(session, platform.engine, _base(asked), row, (batch.id, number))
    return _shown(session, batch)


def rows_of(asked: BatchAsked) -> list[dict[str, Any]]:
    """The rows as they are sent or as the CSV has them, columns called as their variables. Raises ``ApiError``."""
    rows = asked.rows if asked.rows is not None else renamed(table_rows(asked.csv or ""), asked.columns)
    if not rows:
        raise ApiError("VALIDATION_ERROR", "there are no rows")
    return rows


def _base(asked: BatchAsked) -> RenderAsked:
    told = asked.model_dump(include={"template_id", "document", "outputs", "project_id"}) | {"priority": "bulk"}
    return RenderAsked.model_validate(told)


def _checked(
    session: OwnedSession, base: RenderAsked, rows: Sequence[dict[str, Any]], *, is_text: bool
) -> list[dict[str, Any]]:
    """The request of each row. Raises ``ApiError`` with the place of each fault: a batch starts whole or not at all."""
    problems: list[Problem] = []
    ready: list[dict[str, Any]] = []
    for each in checked_rows(session, base, rows, is_text=is_text):
        if each.request is not None:
            ready.append(each.request)
        problems += _problems(each, f"rows.{each.number}")[:1]
        if len(problems) >= _MOST_PROBLEMS:
            break
    if problems:
        words = f"{len(problems)} of {len(rows)} rows cannot be rendered; nothing was started"
        raise ApiError("INVALID_DOCUMENT", words, details=problems)
    return ready


def _problems(row: RowChecked, before: str) -> list[Problem]:
    return [Problem(field=f"{before}{fault.pointer or ''}", message=fault.message) for fault in row.faults]


def _batch(session: OwnedSession, batch_id: uuid.UUID) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise not_found("batch")
    return batch


def _shown(session: OwnedSession, batch: Batch) -> BatchShown:
    counts = {status: (count, done or 0) for status, count, done in session.execute(
        select(Job.status, func.count(), func.sum(Job.progress)).where(Job.batch_id == batch.id).group_by(Job.status)
    )}  # fmt: skip
    active = sum(count for status, (count, _) in counts.items() if status in ACTIVE)
    ended = sum(count for status, (count, _) in counts.items() if status not in ACTIVE)
    done = sum(progress for status, (_, progress) in counts.items() if status in ACTIVE) + 100 * ended
    failed = counts.get("FAILED", (0, 0))[0]
    status = (
        "PROCESSING"
        if active
        else "COMPLETED"
        if not failed
        else "FAILED"
        if failed == batch.total
        else "COMPLETED_WITH_FAILURES"
    )
    return BatchShown(
        batch_id=batch.id, name=batch.name, total=batch.total, status=status, progress=int(done / max(1, batch.total)),
        jobs={status: count for status, (count, _) in counts.items()}, created_at=batch.created_at,
    )  # fmt: skip


def table_rows(text: str) -> list[dict[str, Any]]:
    """The rows of a CSV text. Raises ``ApiError`` for one without a head or with ragged rows."""
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    try:
        rows = list(lines)
    except csv.Error as error:
        raise ApiError(
            "VALIDATION_ERROR", f"the CSV cannot be read: {error}", hint="see line " + str(lines.line_num)
        ) from None
    if len(rows) > MOST_ROWS:
        raise ApiError("TOO_LARGE", f"a batch has at most {MOST_ROWS} rows")
    for number, row in enumerate(rows):
        if None in row or None in row.values():
            raise ApiError("VALIDATION_ERROR", f"row {number + 1} of the CSV has not as many cells as the first line")
    return rows
