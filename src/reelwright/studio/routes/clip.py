"""A few seconds of footage from a description."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.clips import ClipAsked, check_clip_maker, clip_job
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.errors import ReelwrightError
from reelwright.studio.choices import ASPECTS
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.made_like import made_like
from reelwright.studio.own_files import own_files
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.lifecycle import create_job

router = APIRouter(prefix="/tools/clip", route_class=PageRoute)
HEIGHTS = {"480": "480 lines", "720": "720 lines", "1080": "1080 lines"}
_TAKEN = ("prompt", "seconds", "aspect", "height", "style", "avoid", "seed", "provider", "budget")


@router.get("")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?like`` names a job whose wishes are filled in; another seed gives another clip."""
    before = made_like(platform, viewer, request, "clip")
    if before:
        before["seed"] = str(int(before.get("seed") or 0) + 1)
        before |= {name: before.get(name, "").removeprefix("asset:") for name in ("first", "last")}
    return _page(request, platform, viewer, Form(before))


@router.post("")
def film(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        job_id = _started(platform, viewer, _asked(form))
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, told(refusal))
    return RedirectResponse(f"/tools/made/{job_id}?done=making", 303)


def _asked(form: Form) -> ClipAsked:
    if not form.text("prompt"):
        raise FormErrors({"prompt": "Say what is to be seen."})
    given: dict[str, object] = {name: form.text(name) for name in _TAKEN}
    pictures = {name: f"asset:{form.text(name)}" for name in ("first", "last") if form.text(name)}
    references = [f"asset:{each}" for each in form.several.get("references", []) if each]
    sound = {"sound": True} if "sound" in form.values else {}
    return asked_of(ClipAsked, given | pictures | sound | {"references": references})


def _started(platform: Platform, viewer: Viewer, asked: ClipAsked) -> uuid.UUID:
    owner = viewer.caller.user_id
    check_clip_maker(platform, owner, asked.provider)
    with platform.database.session_of(owner) as session:
        return create_job(session, platform.engine, owner, clip_job(session, asked)).id


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, errors: FormErrors | None = None
) -> Response:
    ranked = user_providers(platform, viewer.caller.user_id).ranked("clips")
    return page(
        request, "clip.html", viewer, status=422 if errors else 200, values=form.values,
        references=form.several.get("references", []), pictures=own_files(platform, viewer, "image"),
        makers={choice.offer.vendor.name: choice.offer.vendor.title for choice in ranked},
        choices={"aspect": {name: ASPECTS[name] for name in ("16:9", "9:16", "1:1", "4:5")}, "height": HEIGHTS},
        errors=errors.by_field if errors else {},
    )  # fmt: skip
