"""What came of a batch: its videos in one zip, and its rows as a table."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import select

from reelwright.api.caller import Caller, PlatformDep, Reader
from reelwright.api.errors import ApiError, not_found
from reelwright.api.zip_stream import zip_of
from reelwright.app.platform import Platform
from reelwright.database.tables import Batch, Job, Video
from reelwright.storage.disposition import content_disposition

router = APIRouter(prefix="/api/batch/{batch_id}", tags=["batch"])
_NOT_WANTED = ("image/jpeg", "application/", "text/")
"""Beside the video: thumbnails, captions, documents."""


@router.get("/download", summary="All finished videos of a batch in one zip", response_class=StreamingResponse)
def download(batch_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> StreamingResponse:
    batch, rows = _rows(platform, caller, batch_id)
    files = [
        (f"{(job.batch_row or 0) + 1:04}-{_plain(title)}{_ending(output['name'])}", str(output["key"]))
        for job, title, outputs in rows
        for output in outputs
        if not output["contentType"].startswith(_NOT_WANTED)
    ]
    if not files:
        raise ApiError("CONFLICT", "no row of the batch is finished yet", hint="wait for the first")

    def contents() -> Iterator[tuple[str, Iterator[bytes]]]:
        return ((name, iter(platform.store.read(key))) for name, key in files)

    headers = {"Content-Disposition": content_disposition(f"{_plain(batch.name) or 'batch'}.zip", inline=False)}
    return StreamingResponse(zip_of(contents()), media_type="application/zip", headers=headers)


@router.get("/table", summary="The rows of a batch and what came of them, as CSV", response_class=Response)
def table(batch_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Response:
    batch, rows = _rows(platform, caller, batch_id)
    names = list(dict.fromkeys(name for job, _, _ in rows for name in job.request.get("data", {})))
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["row", "title", "status", "video", "error", *names])
    for job, title, _ in rows:
        data = job.request.get("data", {})
        place = f"{platform.settings.public_url}/videos/{job.video_id}" if job.video_id else ""
        error = (job.error or {}).get("message", "")
        cells = [(job.batch_row or 0) + 1, title, job.status, place, error, *(data.get(name, "") for name in names)]
        lines.writerow([_harmless(cell) for cell in cells])
    headers = {"Content-Disposition": content_disposition(f"{_plain(batch.name) or 'batch'}.csv", inline=False)}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(platform: Platform, caller: Caller, batch_id: uuid.UUID) -> tuple[Batch, list[tuple[Job, str, list[Any]]]]:
    with platform.database.reader_of(caller.user_id) as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            raise not_found("batch")
        query = select(Job, Video.title, Video.outputs).outerjoin(Video, Video.id == Job.video_id)
        found = session.execute(query.where(Job.batch_id == batch_id).order_by(Job.batch_row)).all()
    return batch, [(job, title or "", outputs or []) for job, title, outputs in found]


def _plain(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60]


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def _harmless(cell: Any) -> Any:
    """Spreadsheets take text that begins so for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
