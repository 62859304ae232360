"""A user's own voices: clones of people who agreed, made of a recording, heard, and removed everywhere."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import voice_clones as api
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.tables import Job
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.own_files import own_files
from reelwright.studio.pages import page
from reelwright.studio.shown import job_row
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.voice_choice import usual_languages
from reelwright.workflows.jobs.lifecycle import ACTIVE

router = APIRouter(prefix="/voices/mine", route_class=PageRoute)
_MOST = 100
GENDERS = {"female": "Female", "male": "Male", "neutral": "Neither"}
HOWS = {
    "own-voice": "It is my own voice",
    "written-permission": "It is somebody else's, and I have their written permission",
}


@router.get("")
def mine(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?source`` names a recording among the user's files."""
    return _page(request, platform, viewer, Form({"source": request.query_params.get("source", "")}))


@router.post("")
def clone(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        asked = _asked(form)
        with platform.database.session_of(viewer.caller.user_id) as session:
            _, made = api.start_clone(session, platform, asked, viewer.user.email)
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, told(refusal))
    api.note_cloned(platform, viewer.caller, made, request)
    return RedirectResponse("/voices/mine?done=clone-started", 303)


@router.post("/{voice_id}/remove")
def remove(voice_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    gone = api.remove(voice_id, request, platform, viewer.caller).data
    return RedirectResponse(f"/voices/mine?done={'clone-leaving' if gone.state == 'removing' else 'removed'}", 303)


def _asked(form: Form) -> api.CloneAsked:
    """Raises ``FormErrors`` at the field that wants something."""
    wrong: dict[str, str] = {}
    how, person = form.text("how"), form.text("person")
    if not form.text("name"):
        wrong["name"] = "Give the voice a name."
    if not form.text("source"):
        wrong["source"] = "Choose a recording, or bring one in."
    if how not in HOWS:
        wrong["how"] = "Say whose voice it is."
    elif how == "written-permission" and not person:
        wrong["person"] = "Name the person who is heard."
    if "agreed" not in form.values:
        wrong["agreed"] = "Without this nobody's voice is cloned."
    if wrong:
        raise FormErrors(wrong)
    consent = {"how": how, "person": person, "statement": form.text("statement"), "agreed": True}
    given: dict[str, object] = {name: form.text(name) for name in ("name", "language", "gender", "provider")}
    return asked_of(api.CloneAsked, given | {"source": f"asset:{form.text('source')}", "consent": consent})


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, errors: FormErrors | None = None
) -> Response:
    wanted = api.CloneFilter.model_validate({"limit": _MOST})
    owner = viewer.caller.user_id
    providers = user_providers(platform, owner)
    cloners = {choice.offer.vendor.name: choice.offer.vendor.title for choice in providers.ranked("cloning")}
    with platform.database.reader_of(owner) as session:
        active = session.scalars(select(Job).where(Job.kind == "voice", Job.status.in_(ACTIVE))).all()
    return page(
        request, "own_voices.html", viewer, status=422 if errors else 200, values=form.values,
        clones=api.list_clones(platform, viewer.caller, wanted).data.items,
        jobs={str(job.request.get("voice")): job_row(job, None) for job in active},
        cloners=cloners, cloned_by={"auto": "The best there is"} | cloners | {"later": "Later, when it first speaks"},
        recordings=own_files(platform, viewer, "audio") | own_files(platform, viewer, "video"),
        languages=usual_languages(), genders=GENDERS, hows=HOWS, most=platform.in_force().settings.voice_clones,
        errors=errors.by_field if errors else {},
    )  # fmt: skip
