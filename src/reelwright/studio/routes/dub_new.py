"""A new dub: which video, into which languages, by whom; first what it would cost, then made."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import dub_choices
from reelwright.app.dub_wishes import DubAsked, start_dub
from reelwright.app.estimate import Estimate
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.glossary_text import terms_of
from reelwright.studio.own_files import own_files
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.voice_choice import usual_languages

router = APIRouter(prefix="/dubs", route_class=PageRoute)
_TAKEN = ("title", "language", "speakers", "register", "about", "background", "budget")
BACKGROUNDS = {
    "auto": "Choose for me",
    "keep": "Keep music and noises",
    "duck": "Lower the whole sound",
    "none": "Leave it out",
}
VOICES = {"": "As the speakers' own", "female": "Female", "male": "Male"}
REGISTERS = {"": "As it fits", "formal": "Formal", "informal": "Informal"}
GATES = {"transcript": "What is said", "translation": "The translation"}


@router.get("/new")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?source`` names a file of the user's."""
    source = request.query_params.get("source", "")
    return _page(request, platform, viewer, Form({"source": source}, {"approve": ["translation"]}))


@router.post("/new")
def make(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Start it; a form sent with ``do=estimate`` only comes back with the estimate."""
    try:
        asked = _asked(form)
        if form.text("do") == "estimate":
            found = dub_choices.estimate(platform, viewer.caller, asked).data
            return _page(request, platform, viewer, form, found=found)
        providers = user_providers(platform, viewer.caller.user_id)
        with platform.database.session_of(viewer.caller.user_id) as session:
            video_id = start_dub(session, platform.engine, asked, providers).video_id
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, errors=told(refusal))
    return RedirectResponse(f"/dubs/{video_id}?done=dub-started", 303)


def _asked(form: Form) -> DubAsked:
    source, other = form.text("source"), form.text("address")
    if not source and not other:
        raise FormErrors({"source": "Choose a video, or bring one in."})
    targets = [each for each in form.several.get("targets", []) if each]
    targets += [each.strip() for each in form.text("more").split(",") if each.strip()]
    if not targets:
        raise FormErrors({"targets": "Choose a language to dub into."})
    given: dict[str, Any] = {name: form.text(name) for name in _TAKEN}
    given |= {
        "source": f"asset:{source}" if source else other, "targets": list(dict.fromkeys(targets)),
        "voices": {"*": form.text("voice")} if form.text("voice") else {}, "glossary": terms_of(form.values.get("glossary", "")),
        "burnCaptions": "burn" in form.values, "transcript": f"asset:{form.text('transcript')}" if form.text("transcript") else "",
        "approve": [gate for gate in form.several.get("approve", []) if gate in GATES],
    }  # fmt: skip
    return asked_of(DubAsked, given)


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, *,
    errors: FormErrors | None = None, found: Estimate | None = None,
) -> Response:  # fmt: skip
    providers = user_providers(platform, viewer.caller.user_id)
    return page(
        request, "dub_new.html", viewer, status=422 if errors else 200, values=form.values,
        targets=form.several.get("targets", []), approve=form.several.get("approve", []),
        videos=own_files(platform, viewer, "video"), transcripts=own_files(platform, viewer, "captions"), languages=usual_languages(),
        choices={"background": BACKGROUNDS, "voice": VOICES, "register": REGISTERS, "gates": GATES}, estimate=found,
        hears=bool(providers.ranked("recognition")), translates=bool(providers.ranked("text") or providers.ranked("translation")),
        errors=errors.by_field if errors else {},
    )  # fmt: skip
