"""Dubs: their list, and one: followed, approved, watched, saved, made again after edits."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import dubs as api
from reelwright.api.routes import video_work
from reelwright.api.routes import videos as videos_api
from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.app.dub_wishes import RemakeAsked, remake_dub
from reelwright.app.platform import Platform
from reelwright.database.tables import JobStage, Video
from reelwright.errors import ReelwrightError
from reelwright.studio.dub_files import fit_rows
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, FormErrors, asked_of, told
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.own_path import own_path
from reelwright.studio.pages import page
from reelwright.studio.shown import card, file_rows, job_row, playable
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.words import STATUSES

router = APIRouter(prefix="/dubs", route_class=PageRoute)
_SHOWN = 24


class Wanted(BaseModel):
    search: str = ""
    status: str = ""
    page: str = "1"


@router.get("")
def dubs(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    status = wanted.status if wanted.status in STATUSES else ""
    given = {"search": wanted.search.strip()[:200], "status": status, "page": page_number(wanted.page), "limit": _SHOWN}
    found = api.list_dubs(platform, viewer.caller, asked_of(api.DubFilter, given)).data
    ids = [each.id for each in found.items]
    with platform.database.reader_of(viewer.caller.user_id) as session:
        rows = {row.id: row for row in session.scalars(select(Video).where(Video.id.in_(ids)))}
    kept = {"search": wanted.search, "status": status}
    statuses = {name: row[0] for name, row in STATUSES.items() if name not in ("CANCELLING", "COMPLETED_WITH_FAILURES")}
    return page(
        request, "dubs.html", viewer, dubs=[(card(platform, rows[each]), rows[each].request.get("targets", [])) for each in ids if each in rows],
        pages=found.pagination, wanted=kept, statuses=statuses, address=addresses("/dubs", kept),
    )  # fmt: skip


@router.get("/{video_id}")
def show(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, video_id)


@router.post("/{video_id}/approve")
def approve(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        asked = asked_of(video_work.Approval, {"stage": form.text("stage")})
        api.approve_stage(video_id, request, platform, viewer.caller, asked)
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, errors)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, told(refusal))
    return RedirectResponse(f"/dubs/{video_id}?done=approved", 303)


@router.post("/{video_id}/remake")
def remake(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Make again what edits touched, and nothing else."""
    asked = RemakeAsked.model_validate({"approve": ["translation"] if "approve" in form.values else []})
    try:
        with platform.database.session_of(viewer.caller.user_id) as session:
            remake_dub(session, platform.engine, platform.store, api.dub_of(session, video_id), asked)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, told(refusal))
    return RedirectResponse(f"/dubs/{video_id}?done=remade", 303)


@router.post("/{video_id}/cancel")
def cancel(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    stop_job(platform, viewer.caller.user_id, video_work.status(video_id, platform, viewer.caller).data.job_id)
    return RedirectResponse(f"/dubs/{video_id}?done=cancelled", 303)


@router.post("/{video_id}/retry")
def retry(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    retry_again(platform, viewer.caller.user_id, video_work.status(video_id, platform, viewer.caller).data.job_id)
    return RedirectResponse(f"/dubs/{video_id}?done=retried", 303)


@router.post("/{video_id}/rename")
def rename(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    if not form.text("title"):
        return _page(request, platform, viewer, video_id, FormErrors({"title": "A dub needs a title."}))
    asked = asked_of(videos_api.VideoChange, {"title": form.text("title")[:300]})
    videos_api.change(video_id, platform, viewer.caller, asked)
    return RedirectResponse(f"{own_path(f'/dubs/{video_id}', '/dubs')}?done=renamed", 303)


@router.post("/{video_id}/remove")
def remove(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    videos_api.remove(video_id, platform, viewer.caller)
    return RedirectResponse("/dubs?done=removed", 303)


def _page(
    request: Request, platform: Platform, viewer: Viewer, video_id: uuid.UUID, errors: FormErrors | None = None
) -> Response:
    shown = api.show(video_id, platform, viewer.caller).data
    with platform.database.reader_of(viewer.caller.user_id) as session:
        video = api.dub_of(session, video_id)
        job = videos_api.newest_job(session, video_id)
        query = select(JobStage.stage).where(JobStage.job_id == (job.id if job else None), JobStage.state == "done")
        done = set(session.scalars(query))
    return page(
        request, "dub.html", viewer, status=422 if errors else 200, video=video, dub=shown, done=done,
        job=job_row(job, video.title) if job else None, player=playable(platform, video), downloads=file_rows(platform, video),
        outside={name: [row for row in rows if row.is_outside] for name, rows in fit_rows(platform, video).items()},
        errors=errors.by_field if errors else {}, values={},
    )  # fmt: skip
