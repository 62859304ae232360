"""Publishing a video to YouTube: what is told of it, to which channel, and how far the upload is."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from reelwright.api.caller import PlatformDep, in_person
from reelwright.api.routes import youtube as api
from reelwright.api.routes.videos import video_of
from reelwright.api.routes.youtube_channels import channels
from reelwright.app.platform import Platform
from reelwright.app.publish_wishes import publish_job, suggestion_for
from reelwright.database.tables import YoutubeUpload
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.shown import job_row
from reelwright.studio.text_model import has_text_model
from reelwright.studio.video_jobs import jobs_on_video
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.chosen_thumbnail import NAME
from reelwright.workflows.jobs.lifecycle import create_job

router = APIRouter(prefix="/videos/{video_id}/publish", route_class=PageRoute)
_SHOWN = 10
PRIVACY = {"private": "Private: only you", "unlisted": "Unlisted: whoever has the link", "public": "Public"}
CATEGORIES = {
    "22": "People & blogs", "27": "Education", "28": "Science & technology", "26": "How-to & style", "25": "News & politics",
    "24": "Entertainment", "1": "Film & animation", "10": "Music", "15": "Pets & animals", "17": "Sports", "19": "Travel & events",
    "20": "Gaming", "2": "Cars & vehicles", "23": "Comedy", "29": "Nonprofits & activism",
}  # fmt: skip
_TAKEN = ("title", "description", "language", "category", "privacy", "channel", "thumbnail", "playlist")


@router.get("")
def show(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, video_id, _suggested(platform, viewer, video_id, with_model=False))


@router.post("")
def publish(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Start the upload; a form sent with ``do=suggest`` only comes back with other words."""
    if form.text("do") == "suggest":
        fresh = _suggested(platform, viewer, video_id, with_model=True)
        return _page(request, platform, viewer, video_id, Form(form.values | fresh.values, form.several))
    owner = viewer.caller.user_id
    try:
        in_person(viewer.caller)
        wish = api.upload_wish(_asked(video_id, form))
        suggestion = suggestion_for(platform, owner, video_id, with_model=False)
        with platform.database.session_of(owner) as session:
            create_job(session, platform.engine, owner, publish_job(session, wish, suggestion))
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, video_id, form, told(refusal))
    return RedirectResponse(f"/videos/{video_id}/publish?done=making", 303)


@router.post("/resolve")
def resolve(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Say what became of an upload whose end nobody knows."""
    try:
        upload_id = uuid.UUID(form.text("upload"))
    except ValueError:
        return RedirectResponse(f"/videos/{video_id}/publish", 303)
    reference = form.text("reference").rpartition("/")[2].rpartition("=")[2]
    api.resolve(upload_id, platform, viewer.caller, api.ResolveAsked.model_validate({"reference": reference}))
    return RedirectResponse(f"/videos/{video_id}/publish?done=saved", 303)


def _suggested(platform: Platform, viewer: Viewer, video_id: uuid.UUID, *, with_model: bool) -> Form:
    found = suggestion_for(platform, viewer.caller.user_id, video_id, with_model=with_model)
    return Form({
        "title": found.title, "description": found.description, "tags": ", ".join(found.tags), "language": found.language,
        "by": found.by, "captions": "on", "tell": "on",
    })  # fmt: skip


def _asked(video_id: uuid.UUID, form: Form) -> api.UploadAsked:
    wrong: dict[str, str] = {}
    for name, what in (
        ("kids", "whether it is made for children"),
        ("synthetic", "whether it shows made-up things as if real"),
    ):
        if form.text(name) not in ("yes", "no"):
            wrong[name] = f"Say {what}. YouTube asks everybody."
    if not form.text("title"):
        wrong["title"] = "A video needs a title."
    if wrong:
        raise FormErrors(wrong)
    given: dict[str, object] = {name: form.text(name) for name in _TAKEN}
    given["tags"] = [each.strip() for each in form.text("tags").split(",") if each.strip()]
    moment = form.text("moment")
    if moment:
        given["publishAt"] = f"{_moment(moment)}:00Z"
    said = {"madeForKids": form.text("kids") == "yes", "synthetic": form.text("synthetic") == "yes"}
    boxes = {
        "captions": "captions" in form.values,
        "tellSubscribers": "tell" in form.values,
        "again": "again" in form.values,
    }
    return asked_of(api.UploadAsked, given | said | boxes | {"videoId": video_id})


def _moment(text: str) -> str:
    """``2026-12-24T18:00`` as the browser's field writes it. Raises ``FormErrors``."""
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        raise FormErrors({"moment": "Write a date and a time, such as 2026-12-24T18:00."}) from None


def _page(
    request: Request, platform: Platform, viewer: Viewer, video_id: uuid.UUID, form: Form, errors: FormErrors | None = None
) -> Response:  # fmt: skip
    owner, settings = viewer.caller.user_id, platform.settings
    jobs = jobs_on_video(platform, viewer, "publish", video_id, _SHOWN)
    with platform.database.reader_of(owner) as session:
        video = video_of(session, video_id)
        rows = session.scalars(select(YoutubeUpload).where(YoutubeUpload.job_id.in_([job.id for job in jobs]))).all()
    by_job: dict[Any, YoutubeUpload] = {row.job_id: row for row in rows}
    pictures = {
        row["name"]: "The chosen one" if row["name"] == NAME else "A frame of the video"
        for row in video.outputs
        if row["contentType"] == "image/jpeg"
    }
    return page(
        request, "publish.html", viewer, status=422 if errors else 200, video=video, values=form.values,
        is_set_up=bool(settings.youtube_client_id and settings.youtube_client_secret), channels=channels(platform, viewer.caller).data,
        is_made=any(str(row["contentType"]).startswith("video/") for row in video.outputs), pictures=pictures,
        has_captions=any(str(row["name"]).endswith((".srt", ".vtt")) for row in video.outputs),
        uploads=[(job_row(job, video.title), job.result or {}, by_job.get(job.id)) for job in jobs],
        has_model=has_text_model(platform, viewer),
        choices={"privacy": PRIVACY, "category": CATEGORIES}, errors=errors.by_field if errors else {},
    )  # fmt: skip
