"""Making a video step by step: every step has an address, and each is saved on the server."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import draft_pictures, drafts
from reelwright.api.routes.costs import estimate
from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.app.hand_edits import HandEditsInTheWay
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import MakeAsked, MakeWishes
from reelwright.errors import ReelwrightError
from reelwright.productions.narrate.script_file import is_script
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import EXAMPLE, EXAMPLE_TITLE
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.spoken_length import seconds_spoken
from reelwright.studio.text_model import has_text_model
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.wizard.asked import wishes_of
from reelwright.studio.wizard.picture_form import changes_of
from reelwright.studio.wizard.step_page import step_page
from reelwright.studio.wizard.steps import NAMES, after
from reelwright.studio.wizard.voice_shelf import VoiceWanted

router = APIRouter(route_class=PageRoute)
_GOES_TO = {"script": "script", "voice": "script", "pictures": "visuals", "style": "visuals", "review": "timeline"}
"""The stage each step's button runs."""


@router.get("/create")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?example`` fills in the shipped article."""
    if "example" in request.query_params:
        return _begin(request, platform, viewer, Form({"source": "article", "text": EXAMPLE, "title": EXAMPLE_TITLE}))
    return _begin(
        request, platform, viewer, Form({"source": "topic" if has_text_model(platform, viewer) else "article"})
    )


@router.post("/create")
def begin(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """The draft is there from now on; its script is written where it is none yet."""
    try:
        wishes = wishes_of("source", form)
        assert wishes is not None
        if form.text("do") == "estimate":
            cost = estimate(platform, viewer.caller, _whole(wishes)).data
            return _begin(request, platform, viewer, form, found=cost)
        with platform.database.session_of(viewer.caller.user_id) as session:
            video = drafts.new_draft(session, wishes)
            if drafts.draft_of(video).script is None:
                drafts.run(platform, session, video, "script")
            video_id = video.id
    except (FormErrors, ReelwrightError) as refusal:
        return _begin(request, platform, viewer, form, errors=told(refusal))
    return RedirectResponse(f"/videos/{video_id}/make/script?done=begun", 303)


@router.get("/videos/{video_id}/make")
def anywhere(video_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """The step that is next."""
    left = drafts.show(video_id, platform, viewer.caller).data.left
    step = next(
        (step for stage, step in (("script", "script"), ("speech", "voice"), ("visuals", "pictures")) if stage in left),
        "review",
    )
    return RedirectResponse(f"/videos/{video_id}/make/{step}", 303)


@router.get("/videos/{video_id}/make/{step}")
def show(
    video_id: uuid.UUID,
    step: str,
    request: Request,
    platform: PlatformDep,
    viewer: ViewerDep,
    wanted: Annotated[VoiceWanted, Query()],
) -> Response:
    if step not in NAMES:
        return RedirectResponse(f"/videos/{video_id}/make", 303)
    return step_page(request, platform, viewer, video_id, step, wanted=wanted)


@router.post("/videos/{video_id}/make/{step}")
def save(
    video_id: uuid.UUID, step: str, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    """Save the step; ``go`` says what then: ``next``, ``stay``, ``run``, ``render``, ``stop`` or ``retry``."""
    go = form.text("go") or "next"
    here = f"/videos/{video_id}/make/{step}"
    try:
        if go in ("stop", "retry"):
            _steer(platform, viewer, video_id, go)
            return RedirectResponse(f"{here}?done={'cancelled' if go == 'stop' else 'retried'}", 303)
        is_fresh = _saved(platform, viewer, video_id, step, form)
        if go == "render":
            _run(platform, viewer, video_id, "render", overwrite=bool(form.text("overwrite")))
            return RedirectResponse(f"/videos/{video_id}?done=started", 303)
        if go == "run" or is_fresh:
            until = "script" if is_fresh else _GOES_TO.get(step, "script")
            _run(platform, viewer, video_id, until, is_fresh=is_fresh, overwrite=bool(form.text("overwrite")))
            return RedirectResponse(f"/videos/{video_id}/make/{'script?done=begun' if step == 'source' else step}", 303)
    except FormErrors as errors:
        return step_page(request, platform, viewer, video_id, step, form=form, errors=errors)
    except HandEditsInTheWay:
        return step_page(request, platform, viewer, video_id, step, wants_overwrite=go)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return step_page(request, platform, viewer, video_id, step, form=form, errors=told(refusal))
    if go == "stay":
        return RedirectResponse(f"{here}?done=saved", 303)
    done = "?done=begun" if step == "source" else ""
    return RedirectResponse(f"/videos/{video_id}/make/{after(step)}{done}", 303)


def _saved(platform: Platform, viewer: Viewer, video_id: uuid.UUID, step: str, form: Form) -> bool:
    """Keep what the form says; whether the script has to be written (anew) for it."""
    wishes = wishes_of(step, form)
    script = form.values.get("script") if step == "script" else None
    if step == "pictures" and (changes := changes_of(form)):
        draft_pictures.change(video_id, platform, viewer.caller, draft_pictures.PicturesAsked(changes=changes))
    if wishes is None and not script:
        return False
    given = {"wishes": wishes, "script_text": script}
    kept = drafts.change(
        video_id, platform, viewer.caller, drafts.DraftChange(**{k: v for k, v in given.items() if v})
    ).data
    if step != "source":
        return False
    return kept.script is None or (bool(form.text("fresh")) and not is_script(str(kept.wishes.get("text") or "")))


def _run(
    platform: Platform, viewer: Viewer, video_id: uuid.UUID, until: str, *, is_fresh: bool = False, overwrite: bool = False
) -> None:  # fmt: skip
    asked = asked_of(drafts.RunAsked, {"until": until})
    with platform.database.session_of(viewer.caller.user_id) as session:
        video = drafts.held(session, video_id)
        drafts.run(platform, session, video, asked.until, is_fresh=is_fresh, overwrite=overwrite)


def _steer(platform: Platform, viewer: Viewer, video_id: uuid.UUID, go: str) -> None:
    job = drafts.show(video_id, platform, viewer.caller).data.job
    if job is not None:
        (stop_job if go == "stop" else retry_again)(platform, viewer.caller.user_id, job.job_id)


def _whole(wishes: MakeWishes) -> MakeAsked:
    return MakeAsked.model_validate(wishes.model_dump(exclude_none=True))


def _begin(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    form: Form,
    *,
    errors: FormErrors | None = None,
    found: Any = None,
) -> Response:
    source = form.text("source")
    return page(
        request,
        "wizard_begin.html",
        viewer,
        status=422 if errors else 200,
        values=form.values,
        source=source if source in ("topic", "article", "script") else "article",
        errors=errors.by_field if errors else {},
        estimate=found,
        seconds=seconds_spoken(form.text("text")) if source != "topic" and found else None,
        has_text_model=has_text_model(platform, viewer),
    )
