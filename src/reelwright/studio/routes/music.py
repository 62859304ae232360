"""Music of a mood, a style or a description."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.stages import MusicAsked
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.errors import ReelwrightError
from reelwright.providers.music import FASTEST, SLOWEST
from reelwright.studio.choices import MOODS, STYLES
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.made_like import made_like
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.lifecycle import NewJob, create_job

router = APIRouter(prefix="/tools/music", route_class=PageRoute)
KEYS = [f"{note} {kind}" for kind in ("major", "minor") for note in ("C", "D", "E", "F", "G", "A", "B")]
FORMATS = {"mp3": "MP3", "wav": "WAV", "m4a": "M4A", "flac": "FLAC"}
_TAKEN = ("mood", "style", "tempo", "key", "duration", "seed", "format")


@router.get("")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?like`` names a job whose wishes are filled in; another seed gives other music."""
    told_before = made_like(platform, viewer, request, "music")
    if told_before:
        told_before["seed"] = str(int(told_before.get("seed") or 0) + 1)
        if told_before.get("prompt") in MOODS:
            told_before["prompt"] = ""
    return _page(request, platform, viewer, Form(told_before or {"mood": "calm", "duration": "60"}))


@router.post("")
def compose(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        job_id = _started(platform, viewer, _asked(form))
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, told(refusal))
    return RedirectResponse(f"/tools/made/{job_id}?done=making", 303)


def _asked(form: Form) -> MusicAsked:
    given: dict[str, object] = {name: form.text(name) for name in _TAKEN}
    prompt = form.text("prompt") or form.text("mood") or "calm"
    return asked_of(MusicAsked, given | {"prompt": prompt, "loopable": "loopable" in form.values or None})


def _started(platform: Platform, viewer: Viewer, asked: MusicAsked) -> uuid.UUID:
    with platform.database.session_of(viewer.caller.user_id) as session:
        return create_job(session, platform.engine, viewer.caller.user_id, NewJob("music", asked.model_dump())).id


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, errors: FormErrors | None = None
) -> Response:
    ranked = user_providers(platform, viewer.caller.user_id).ranked("music")
    reads = [choice.offer.vendor.title for choice in ranked if not choice.offer.is_local]
    choices: dict[str, Any] = {
        "mood": MOODS, "style": STYLES, "key": {each: each for each in KEYS}, "format": FORMATS,
        "tempo": {"least": round(SLOWEST), "most": round(FASTEST)},
    }  # fmt: skip
    return page(
        request, "music.html", viewer, status=422 if errors else 200, values=form.values, choices=choices, reads=reads,
        errors=errors.by_field if errors else {},
    )  # fmt: skip
