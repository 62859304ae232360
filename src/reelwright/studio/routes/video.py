"""One video: watch it, save it, share it, follow and steer the work on it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import video_files, video_work
from reelwright.api.routes import videos as api
from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.app.drafts import STATUS as DRAFT
from reelwright.app.platform import Platform
from reelwright.database.columns import now
from reelwright.database.tables import JobStage, Share
from reelwright.errors import ReelwrightError
from reelwright.storage.disposition import content_disposition
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.shown import file_rows, job_row, playable
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.workspace_edit import text_in

router = APIRouter(prefix="/videos/{video_id}", route_class=PageRoute)
_DAYS = {"1": 1, "7": 7, "30": 30, "365": 365}


@router.get("")
def show(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    with platform.database.reader_of(viewer.caller.user_id) as session:
        if api.video_of(session, video_id).status == DRAFT:
            return RedirectResponse(f"/videos/{video_id}/make", 303)
    return _page(request, platform, viewer, video_id)


@router.post("/rename")
def rename(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        asked = asked_of(api.VideoChange, {"title": form.text("title")})
        if asked.title is None:
            raise FormErrors({"title": "A video needs a title."})
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, errors, form.values)
    api.change(video_id, platform, viewer.caller, asked)
    return _back(video_id, "renamed")


@router.post("/remove")
def remove(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.remove(video_id, platform, viewer.caller)
    return RedirectResponse("/videos?done=removed", 303)


@router.post("/cancel")
def cancel(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    stop_job(platform, viewer.caller.user_id, _job_id(platform, viewer, video_id))
    return _back(video_id, "cancelled")


@router.post("/retry")
def retry(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    retry_again(platform, viewer.caller.user_id, _job_id(platform, viewer, video_id))
    return _back(video_id, "retried")


@router.post("/approve")
def approve(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Go on after the stage the work waits in, with the script as it was edited."""
    given: dict[str, object] = {"stage": form.text("stage"), "script": form.values.get("script")}
    try:
        video_work.approve(video_id, platform, viewer.caller, asked_of(video_work.Approval, given))
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, errors, form.values)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, told(refusal), form.values)
    return _back(video_id, "approved")


@router.post("/share")
def share(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """The link is shown this once: only a digest of it is stored."""
    days = _DAYS.get(form.text("days"), 7)
    asked = asked_of(video_files.ShareAsked, {"expiresIn": days * 86_400})
    with platform.database.session_of(viewer.caller.user_id) as session:
        made = video_files.new_share(session, platform, video_id, asked)
    return _page(request, platform, viewer, video_id, link=made.url)


@router.post("/unshare")
def unshare(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        share_id = uuid.UUID(form.text("share"))
    except ValueError:
        return _back(video_id, "unshared")
    video_files.unshare(video_id, share_id, platform, viewer.caller)
    return _back(video_id, "unshared")


@router.get("/document.json")
def document(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """The timeline document as a file, for `reel render` and for editors."""
    found = video_work.document(video_id, platform, viewer.caller).data
    text = json.dumps(found.document, ensure_ascii=False, indent=1) + "\n"
    return Response(
        text,
        media_type="application/json",
        headers={"Content-Disposition": content_disposition("timeline.json", inline=False)},
    )


def _page(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    video_id: uuid.UUID,
    errors: FormErrors | None = None,
    values: dict[str, str] | None = None,
    link: str = "",
) -> Response:
    with platform.database.reader_of(viewer.caller.user_id) as session:
        video = api.video_of(session, video_id)
        job = api.newest_job(session, video_id)
        done = _done_stages(session, job.id) if job else set()
        shares = list(session.scalars(select(Share).where(Share.video_id == video_id, Share.expires_at > now())))
    script = text_in(platform.store, job.workspace_key, "script.md") if job and _waits_for_script(job) else None
    return page(
        request,
        "video.html",
        viewer,
        status=422 if errors else 200,
        video=video,
        job=job_row(job, video.title) if job else None,
        done=done,
        player=playable(platform, video),
        downloads=file_rows(platform, video),
        shares=shares,
        link=link,
        script=script,
        errors=errors.by_field if errors else {},
        values=values or {},
    )


def _done_stages(session: Any, job_id: uuid.UUID) -> set[str]:
    return set(session.scalars(select(JobStage.stage).where(JobStage.job_id == job_id, JobStage.state == "done")))


def _waits_for_script(job: Any) -> bool:
    return job.status == "WAITING_FOR_APPROVAL" and job.stage == "script"


def _job_id(platform: Platform, viewer: Viewer, video_id: uuid.UUID) -> uuid.UUID:
    return video_work.status(video_id, platform, viewer.caller).data.job_id


def _back(video_id: uuid.UUID, done: str) -> Response:
    return RedirectResponse(f"/videos/{video_id}?done={done}", 303)
