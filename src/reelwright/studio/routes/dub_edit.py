"""The segments of a dub as a table to edit: words, translation, who says it, with which voice, and when."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import dub_choices, dub_glossary, dub_segments, dubs, videos
from reelwright.app.dub_wiring import castable_voices
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset, Video
from reelwright.errors import ReelwrightError
from reelwright.studio.dub_files import fit_rows, original_of, sound_of
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.glossary_text import terms_of, text_of
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.shown import job_row
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.workflows.jobs.wishes import ASSET

router = APIRouter(prefix="/dubs/{video_id}", route_class=PageRoute)
_SHOWN = 50
_FORMATS = {"srt": "Captions (SRT)", "vtt": "Captions (WebVTT)", "tsv": "Table (TSV)"}


class Wanted(BaseModel):
    language: str = ""
    speaker: str = ""
    page: str = "1"


@router.get("/edit")
def edit(
    video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]
) -> Response:
    return _page(request, platform, viewer, video_id, wanted)


@router.post("/segments/{segment_id}")
def change(
    video_id: uuid.UUID, segment_id: str, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    """Save a row, or divide it, or join it with the next: by the button that was pressed."""

    def put() -> object:
        version = form.text("version")
        if form.text("do") == "split":
            asked = asked_of(dub_segments.SplitAsked, {"version": version, "at": form.text("at")})
            return dub_segments.split(video_id, segment_id, request, platform, viewer.caller, asked)
        if form.text("do") == "merge":
            asked = asked_of(dub_segments.Versioned, {"version": version})
            return dub_segments.merge(video_id, segment_id, request, platform, viewer.caller, asked)
        now = dub_segments.segment(video_id, segment_id, platform, viewer.caller).data
        return dub_segments.change(video_id, segment_id, platform, viewer.caller, _changed(form, now))

    return _done(request, platform, viewer, video_id, form, put)


@router.post("/replace")
def replace(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """First what it would touch; then, asked again with ``do=apply``, it is done."""
    found: list[Any] = []
    given = {
        "find": form.text("find"), "put": form.text("put"), "wholeWords": "whole" in form.values, "version": form.text("version"),
        "language": form.text("where"), "apply": form.text("do") == "apply",
    }  # fmt: skip
    try:
        asked = asked_of(dub_segments.ReplaceAsked, given | {"put": given["put"] or " "})
        asked = asked.model_copy(update={"put": form.text("put")})
        answer = dub_segments.replaced(video_id, platform, viewer.caller, asked)
        if answer.is_applied:
            return _back(video_id, form)
        found = answer.touched
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, _wanted(form), errors, form)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, _wanted(form), told(refusal), form)
    return _page(request, platform, viewer, video_id, _wanted(form), None, form, touched=found)


@router.post("/glossary")
def glossary(
    video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    """Saved; or, asked with ``do=look``, only what it would touch is shown."""
    found: list[Any] = []

    def put() -> object:
        terms = tuple(terms_of(form.values.get("glossary", "")))
        asked = asked_of(dub_glossary.GlossaryAsked, {"glossary": terms, "version": form.text("version")})
        if form.text("do") != "look":
            return dub_glossary.write_glossary(video_id, platform, viewer.caller, asked)
        found.extend(dub_glossary.preview_glossary(video_id, platform, viewer.caller, asked).data.touched)
        return None

    answer = _done(request, platform, viewer, video_id, form, put)
    if form.text("do") != "look" or answer.status_code == 422:
        return answer
    return _page(request, platform, viewer, video_id, _wanted(form), None, form, stale=found)


@router.post("/speakers/{speaker_id}")
def speaker(
    video_id: uuid.UUID, speaker_id: str, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    def put() -> object:
        voices = {form.text("language"): form.text("voice")} if form.text("language") else None
        given = {"name": form.text("name"), "voices": voices, "version": form.text("version") or None}
        asked = dub_choices.SpeakerChange.model_validate(given)
        return dub_choices.change_speaker(video_id, speaker_id, platform, viewer.caller, asked)

    return _done(request, platform, viewer, video_id, form, put)


@router.post("/import")
def bring_in(
    video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    def put() -> object:
        given = {
            "format": form.text("format"), "content": form.values.get("content", ""), "language": form.text("where"),
            "version": form.text("version"),
        }  # fmt: skip
        asked = asked_of(dub_segments.ImportAsked, given)
        return dub_segments.import_(video_id, request, platform, viewer.caller, asked)

    return _done(request, platform, viewer, video_id, form, put)


def _changed(form: Form, now: dub_segments.SegmentShown) -> dub_segments.SegmentChange:
    """Only what is not as it was: a translation that is sent back as it came is nobody's own."""
    language = form.text("language")
    have = now.translations.get(language)
    given: dict[str, Any] = {"version": form.text("version")}
    if form.text("text") and form.text("text") != now.text:
        given["text"] = form.text("text")
    if form.text("speaker") != now.speaker:
        given["speaker"] = form.text("speaker")
    for name, before in (("start", now.start), ("end", now.end)):
        if form.text(name) and form.text(name).replace(",", ".") != f"{before:.3f}":
            given[name] = form.text(name).replace(",", ".")
    asked = asked_of(dub_segments.SegmentChange, given)
    more: dict[str, Any] = {}
    if language and form.text("translation") != (have.text if have else ""):
        more |= {"language": language, "translation": form.text("translation")}
    if language and have is not None and form.text("voice") != have.voice:
        more |= {"language": language, "voice": form.text("voice")}
    return asked.model_copy(update=more)


def _done(request: Request, platform: Platform, viewer: Viewer, video_id: uuid.UUID, form: Form, put: Any) -> Response:
    try:
        put()
    except FormErrors as errors:
        return _page(request, platform, viewer, video_id, _wanted(form), errors, form)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, video_id, _wanted(form), told(refusal), form)
    return _back(video_id, form)


def _wanted(form: Form) -> Wanted:
    return Wanted(language=form.text("language"), page=form.text("page") or "1")


def _back(video_id: uuid.UUID, form: Form) -> RedirectResponse:
    wanted = _wanted(form)
    address = addresses(f"/dubs/{video_id}/edit", {"language": wanted.language, "page": wanted.page})
    return RedirectResponse(address(done="changed"), 303)


def _page(
    request: Request, platform: Platform, viewer: Viewer, video_id: uuid.UUID, wanted: Wanted,
    errors: FormErrors | None = None, form: Form | None = None, *, touched: list[Any] | None = None,
    stale: list[Any] | None = None,
) -> Response:  # fmt: skip
    dub = dubs.show(video_id, platform, viewer.caller).data
    if dub.document is None:
        return RedirectResponse(f"/dubs/{video_id}", 303)
    language = wanted.language if wanted.language in dub.targets else dub.targets[0]
    known = {each.id for each in dub.document.speakers}
    given = {
        "page": page_number(wanted.page), "limit": _SHOWN, "language": language,
        "speaker": wanted.speaker if wanted.speaker in known else None,
    }  # fmt: skip
    found = dub_segments.segments(video_id, platform, viewer.caller, asked_of(dub_segments.SegmentPaging, given)).data
    with platform.database.reader_of(viewer.caller.user_id) as session:
        video = dubs.dub_of(session, video_id)
        job = videos.newest_job(session, video_id)
        original = original_of(platform, video, _source(session, video))
    kept = {"language": language, "speaker": given["speaker"] or ""}
    return page(
        request, "dub_edit.html", viewer, status=422 if errors else 200, video=video, dub=dub, job=job_row(job, video.title) if job else None,
        language=language, segments=found.items, pages=found.pagination, number=found.pagination.page, wanted=kept,
        address=addresses(f"/dubs/{video_id}/edit", kept), voices=_voices(platform, viewer, language),
        fits={each.id: each for each in fit_rows(platform, video).get(language, [])},
        sound=sound_of(platform, video, language), original=original, formats=_FORMATS, touched=touched,
        stale=stale,
        terms=text_of(dub.document.glossary), values=form.values if form else {}, errors=errors.by_field if errors else {},
        may_edit=job is None or job.status not in ("QUEUED", "PROCESSING", "CANCELLING"),
    )  # fmt: skip


def _source(session: OwnedSession, video: Video) -> Asset | None:
    source = str(video.request.get("source", ""))
    try:
        return session.get(Asset, uuid.UUID(source[len(ASSET) :])) if source.startswith(ASSET) else None
    except ValueError:
        return None


def _voices(platform: Platform, viewer: Viewer, language: str) -> dict[str, str]:
    providers = user_providers(platform, viewer.caller.user_id)
    return {each.id: f"{each.name} ({each.language})" for each in castable_voices(language, providers)}
