"""Renders: asked for, and looked at."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from fastapi import APIRouter

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.errors import not_found
from reelwright.api.routes.shotstack.answering import ShotstackRoute
from reelwright.api.routes.shotstack.queued import queued
from reelwright.api.routes.shotstack.wire import Answer, Queued, Rendering, Warned
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job
from reelwright.storage.blobs import BlobStore
from reelwright.timeline.interchange.shotstack.merge_fields import filled
from reelwright.workflows.shotstack.queueing import ASKED
from reelwright.workflows.shotstack.render_state import error_of, files_of, iso_moment, link_to, status_of

router = APIRouter(route_class=ShotstackRoute, strict_content_type=False)
_TITLE = "Shotstack edit"


@router.post("/render", status_code=201, summary="Render an edit")
def create(edit: dict[str, Any], platform: PlatformDep, caller: Maker) -> Answer[Queued]:
    return queued(platform, caller, edit, _TITLE)


@router.get("/render/{render_id}", response_model_exclude_unset=True, summary="How a render stands")
def show(
    render_id: uuid.UUID, platform: PlatformDep, caller: Reader, data: bool = True, merged: bool = False
) -> Answer[Rendering]:
    with platform.database.reader_of(caller.user_id) as session:
        job = session.get(Job, render_id)
        if job is None or ASKED not in job.request:
            raise not_found("render")
        shown = _facts(session, platform.store, job)
    if data:
        tree = job.request[ASKED]["edit"]
        shown["data"] = filled(tree) if merged else tree
    return Answer(success=True, message="OK", response=Rendering(**shown))


def _facts(session: OwnedSession, store: BlobStore, job: Job) -> dict[str, Any]:
    files = files_of(session, job)
    shown: dict[str, Any] = {
        "id": job.id, "owner": str(job.owner_id), "plan": "self-hosted", "status": status_of(job), "error": error_of(job),
        "poster": link_to(store, job, files.poster) if files.poster else None,
        "thumbnail": link_to(store, job, files.thumbnail) if files.thumbnail else None,
        "created": iso_moment(job.created_at), "updated": iso_moment(job.updated_at),
        "warnings": [Warned(**warning) for warning in job.request[ASKED]["warnings"]],
    }  # fmt: skip
    if files.main:
        shown["url"] = link_to(store, job, files.main)
    if job.result and "duration" in job.result:
        shown["duration"] = job.result["duration"]
    if job.started_at and job.finished_at:
        shown["render_time"] = (job.finished_at - job.started_at) / timedelta(milliseconds=1)
    return shown
