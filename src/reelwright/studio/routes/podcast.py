"""A podcast of a dialogue, an article or a topic: who talks with which voice, and what comes of it."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.ai import PodcastAsked, podcast_job
from reelwright.api.routes.jobs import read_job
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.presenting import GENDERS
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.podcast.conversation import NAMES
from reelwright.studio.choices import ASPECTS, CAPTIONS, MUSIC, PRESENTERS
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import CONVERSATION
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.made_like import made_like
from reelwright.studio.own_numbers import seconds_of
from reelwright.studio.pages import page
from reelwright.studio.spoken_length import seconds_spoken
from reelwright.studio.text_model import has_text_model
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.voice_choice import voices_to_choose
from reelwright.workflows.jobs.lifecycle import create_job

router = APIRouter(prefix="/tools/podcast", route_class=PageRoute)
SOURCES = ("topic", "text")
_TAKEN = ("speakers", "language", "aspect", "captions", "music", "show", "speed", "budget")
_CAST, _SEEN = "cast:", "presenter:"


@router.get("")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?example`` fills in a dialogue; ``?like`` names a job whose wishes are."""
    before = made_like(platform, viewer, request, "podcast")
    if before:
        return _page(request, platform, viewer, Form(before | _roles(platform, viewer, request)))
    text = CONVERSATION if "example" in request.query_params else ""
    return _page(request, platform, viewer, Form({"source": "text", "text": text}))


@router.post("")
def record(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Start it; a form sent with ``do=look`` only comes back with those who talk in it."""
    if form.text("do") == "look":
        return _page(request, platform, viewer, form)
    owner = viewer.caller.user_id
    try:
        wish = podcast_job(platform, owner, _asked(form))
        with platform.database.session_of(owner) as session:
            job_id: uuid.UUID = create_job(session, platform.engine, owner, wish).id
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, told(refusal))
    return RedirectResponse(f"/tools/made/{job_id}?done=making", 303)


def _asked(form: Form) -> PodcastAsked:
    told_by = "topic" if form.text("source") == "topic" else "text"
    if not form.text(told_by):
        raise FormErrors({told_by: "Say what they talk about." if told_by == "topic" else "Paste or write a text."})
    given: dict[str, object] = {name: form.text(name) for name in (*_TAKEN, told_by)}
    if form.text("minutes") and told_by == "topic":
        given["duration"] = seconds_of(form.text("minutes"))
    names = _speakers(form)
    cast = {name: form.text(_CAST + name) for name in names}
    if any(cast.values()):  # an empty voice is chosen for who is named
        given["cast"] = cast
    if "video" in form.values:
        given |= {
            "video": True,
            "presenters": {name: form.text(_SEEN + name) for name in names if form.text(_SEEN + name)},
        }
    return asked_of(PodcastAsked, given)


def _speakers(form: Form) -> tuple[str, ...]:
    """Those who talk in the text; where it names nobody, those among whom it is shared out."""
    text = form.text("text")
    names: tuple[str, ...] = ()
    if text and form.text("source") != "topic":
        try:
            names = parse_script(text, "the text", detect_language(text)).speakers
        except ReelwrightError:  # said when it is sent
            names = ()
    count = form.text("speakers")
    return names or NAMES[: int(count) if count in ("2", "3", "4") else 2]


def _roles(platform: Platform, viewer: Viewer, request: Request) -> dict[str, str]:
    """Voices and presenters of the job that ``?like`` names, by field."""
    asked: dict[str, Any] = read_job(platform, viewer.caller.user_id, uuid.UUID(request.query_params["like"])).request
    rows = {f"{_CAST}{name}": str(voice) for name, voice in asked.get("cast", {}).items()}
    rows |= {f"{_SEEN}{name}": str(who) for name, who in asked.get("presenters", {}).items()}
    return rows | {"source": "topic" if asked.get("topic") else "text"}


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, errors: FormErrors | None = None
) -> Response:
    text = form.text("text")
    names = _speakers(form)
    tongue = form.text("language") or (detect_language(text) if text else "en")
    voices = voices_to_choose(platform, viewer, tongue, *(form.text(_CAST + name) for name in names))
    named = {name: f"{name.capitalize()}, {'woman' if GENDERS[name] == 'female' else 'man'}" for name in PRESENTERS}  # type: ignore[index]
    return page(
        request, "podcast.html", viewer, status=422 if errors else 200, values=form.values, names=names, voices=voices,
        source=form.text("source") if form.text("source") in SOURCES else "text", presenters=named | {"tom": "Tom, boy"},
        has_text_model=has_text_model(platform, viewer), seconds=seconds_spoken(text) if text else None, tongue=tongue,
        choices={"aspect": {name: ASPECTS[name] for name in ("16:9", "9:16", "1:1", "4:5")}, "captions": CAPTIONS, "music": MUSIC},
        errors=errors.by_field if errors else {},
    )  # fmt: skip
