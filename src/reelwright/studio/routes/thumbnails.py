"""Thumbnails of a video: designed in sets, one of them chosen to stand for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.jobs_shown import link_to
from reelwright.api.routes import thumbnails as api
from reelwright.api.routes.videos import video_of
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.publish_wishes import thumbnails_job
from reelwright.database.tables import Job
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.shown import JobRow, job_row, place
from reelwright.studio.video_jobs import jobs_on_video
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.chosen_thumbnail import NAME
from reelwright.workflows.jobs.lifecycle import create_job

router = APIRouter(prefix="/videos/{video_id}/thumbnails", route_class=PageRoute)
_SETS = 5
SIZES = {"youtube": "Wide, 1280 × 720", "vertical": "Tall, 1080 × 1920", "social": "Social, 1200 × 630"}
DESIGNS = {"panel": "Panel", "headline": "Headline", "marker": "Marker", "round": "Round", "bold": "Bold"}


@dataclass(frozen=True)
class Shot:
    """``picture`` shows it, ``save`` downloads it; ``is_chosen``: it stands for the video."""

    name: str
    label: str
    picture: str
    save: str
    is_chosen: bool


@router.get("")
def show(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, video_id, Form({}, {"sizes": ["youtube"]}))


@router.post("")
def design(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    owner = viewer.caller.user_id
    try:
        asked = _asked(form, len(jobs_on_video(platform, viewer, "thumbnails", video_id, 100)))
        with platform.database.session_of(owner) as session:
            wish = thumbnails_job(session, video_id, asked.model_dump(exclude_none=True))
            create_job(session, platform.engine, owner, wish)
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, form, errors)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, form, told(refusal))
    return RedirectResponse(f"/videos/{video_id}/thumbnails?done=making", 303)


@router.post("/choose")
def choose(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """One of a set; without a job the video's own frame again."""
    api.choose(
        video_id,
        platform,
        viewer.caller,
        asked_of(api.ThumbnailChosen, {"job_id": form.text("job"), "name": form.text("name")}),
    )
    return RedirectResponse(f"/videos/{video_id}/thumbnails?done=thumbnail-chosen", 303)


def _asked(form: Form, before: int) -> api.ThumbnailsAsked:
    """``before`` is how many sets there were: the next one looks different."""
    texts = [line.strip() for line in form.text("texts").splitlines() if line.strip()]
    designs = [each for each in form.several.get("designs", []) if each in DESIGNS]
    sizes = [each for each in form.several.get("sizes", []) if each in SIZES]
    if not sizes:
        raise FormErrors({"sizes": "Choose at least one size."})
    given: dict[str, object] = {
        "title": form.text("title"), "texts": texts, "designs": designs, "sizes": sizes, "seed": before,
        "count": max(3, len(texts), len(designs)), "picture": True if "picture" in form.values else None,
    }  # fmt: skip
    return asked_of(api.ThumbnailsAsked, given)


def _page(
    request: Request, platform: Platform, viewer: Viewer, video_id: uuid.UUID, form: Form, errors: FormErrors | None = None
) -> Response:  # fmt: skip
    owner = viewer.caller.user_id
    with platform.database.reader_of(owner) as session:
        video = video_of(session, video_id)
    chosen = next((row["key"] for row in video.outputs if row["name"] == NAME), None)
    sets: list[tuple[JobRow, list[Shot], list[str]]] = [
        (job_row(job, video.title), _shots(platform, job, chosen), (job.result or {}).get("notes") or [])
        for job in jobs_on_video(platform, viewer, "thumbnails", video_id, _SETS)
    ]
    draws = bool(user_providers(platform, owner).ranked("images"))
    return page(
        request, "thumbnails.html", viewer, status=422 if errors else 200, video=video, sets=sets, chosen=chosen is not None,
        is_made=any(str(row["contentType"]).startswith("video/") for row in video.outputs), draws=draws, values=form.values,
        several=form.several, choices={"sizes": SIZES, "designs": DESIGNS}, errors=errors.by_field if errors else {},
    )  # fmt: skip


def _shots(platform: Platform, job: Job, chosen: str | None) -> list[Shot]:
    result: dict[str, Any] = job.result or {}
    told_of = {row["name"]: row for row in result.get("thumbnails") or []}
    shots: list[Shot] = []
    for row in result.get("outputs") or []:
        about = told_of.get(row["name"], {})
        label = f"{DESIGNS.get(about.get('design', ''), 'Picture')}, {SIZES.get(about.get('size', ''), '').partition(',')[0].lower()}"
        shown, saved = link_to(platform, row), link_to(platform, row, is_download=True)
        shots.append(
            Shot(row["name"], label.strip(", "), place(platform, shown), place(platform, saved), row["key"] == chosen)
        )
    return shots
