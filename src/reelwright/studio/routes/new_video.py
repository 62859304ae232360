"""A new video: of a topic, an article or a script; first what it would cost, then made."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.costs import estimate
from reelwright.app.estimate import Estimate
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import MakeAsked, start_make
from reelwright.app.wiring import known_voices
from reelwright.errors import ReelwrightError
from reelwright.studio.choices import ASPECTS, CAPTIONS, GATES, MUSIC, PICTURES
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import EXAMPLE, EXAMPLE_TITLE
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.own_numbers import seconds_of
from reelwright.studio.pages import page
from reelwright.studio.spoken_length import seconds_spoken
from reelwright.studio.text_model import has_text_model
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(route_class=PageRoute)
SOURCES = ("topic", "article", "script")
_TAKEN = ("title", "voice", "language", "aspect", "captions", "music", "speed", "pictures", "style", "audience", "tone")


@router.get("/new")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?example`` fills in the shipped article; ``?project`` puts the video into one; ``?voice`` chooses who speaks."""
    if "example" in request.query_params:
        return _page(request, platform, viewer, Form({"source": "article", "text": EXAMPLE, "title": EXAMPLE_TITLE}))
    given = {name: request.query_params.get(name, "")[:100] for name in ("project", "voice")}
    return _page(
        request, platform, viewer, Form({"source": "topic" if has_text_model(platform, viewer) else "article", **given})
    )


@router.post("/new")
def make(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Start it; a form sent with ``do=estimate`` only comes back with the estimate."""
    try:
        asked = _asked(form)
        if form.text("do") == "estimate":
            return _page(request, platform, viewer, form, found=estimate(platform, viewer.caller, asked).data)
        with platform.database.session_of(viewer.caller.user_id) as session:
            job = start_make(session, platform, asked)
            video_id = job.video_id
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, errors=told(refusal))
    return RedirectResponse(f"/videos/{video_id}?done=started", 303)


def _asked(form: Form) -> MakeAsked:
    source = form.text("source")
    told_by = "topic" if source == "topic" else "text"
    given: dict[str, object] = {name: form.text(name) for name in (*_TAKEN, told_by)}
    if not form.text(told_by):
        raise FormErrors({told_by: "Say what the video is about." if told_by == "topic" else "Paste or write a text."})
    if form.text("minutes"):
        given["duration"] = seconds_of(form.text("minutes"))
    given["budget"], given["projectId"] = form.text("budget"), form.text("project")
    given["approve"] = [gate for gate in form.several.get("approve", []) if gate in GATES]
    return asked_of(MakeAsked, given)


def _page(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    form: Form,
    *,
    errors: FormErrors | None = None,
    found: Estimate | None = None,
) -> Response:
    source = form.text("source")
    return page(
        request,
        "new_video.html",
        viewer,
        status=422 if errors else 200,
        values=form.values,
        approve=form.several.get("approve", []),
        source=source if source in SOURCES else "article",
        errors=errors.by_field if errors else {},
        estimate=found,
        seconds=seconds_spoken(form.text("text")) if source != "topic" and found else None,
        has_text_model=has_text_model(platform, viewer),
        choices={
            "aspect": ASPECTS,
            "captions": CAPTIONS,
            "music": MUSIC,
            "pictures": PICTURES,
            "gates": GATES,
        },
        voices=known_voices("en"),
    )
