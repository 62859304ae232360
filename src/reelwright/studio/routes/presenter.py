"""A video in which a drawn presenter says a text."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.ai import PresenterAsked
from reelwright.api.routes.costs import estimate
from reelwright.app.estimate import Estimate
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import start_make
from reelwright.errors import ReelwrightError
from reelwright.studio.choices import ASPECTS, CAPTIONS, MUSIC, PRESENTERS
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import WELCOME
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.spoken_length import seconds_spoken
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.voice_choice import voices_to_choose

router = APIRouter(prefix="/tools/presenter", route_class=PageRoute)
PLACES = {"full": "Large, beside the titles", "corner": "Small and round, over pictures"}
_TAKEN = (
    "title", "presenter", "presenterPlace", "text", "voice", "language", "aspect", "captions", "music", "speed", "budget"
)  # fmt: skip


@router.get("")
def blank(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """``?example`` fills in a welcome; ``?presenter`` chooses who says it."""
    who = request.query_params.get("presenter", "")
    text = WELCOME if "example" in request.query_params else ""
    return _page(request, platform, viewer, Form({"presenter": who if who in PRESENTERS else "maya", "text": text}))


@router.post("")
def make(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Start it; a form sent with ``do=estimate`` only comes back with the estimate."""
    try:
        if not form.text("text"):
            raise FormErrors({"text": "Write what is to be said."})
        given: dict[str, object] = {name: form.text(name) for name in _TAKEN}
        asked = asked_of(
            PresenterAsked, given | {"pictures": "designed" if form.text("presenterPlace") != "corner" else "auto"}
        )
        if form.text("do") == "estimate":
            found = estimate(platform, viewer.caller, asked).data
            return _page(request, platform, viewer, form, found=found)
        with platform.database.session_of(viewer.caller.user_id) as session:
            video_id = start_make(session, platform, asked).video_id
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, viewer, form, told(refusal))
    return RedirectResponse(f"/videos/{video_id}?done=started", 303)


def _page(
    request: Request, platform: Platform, viewer: Viewer, form: Form, errors: FormErrors | None = None,
    found: Estimate | None = None,
) -> Response:  # fmt: skip
    voices = voices_to_choose(platform, viewer, form.text("language") or "en", form.text("voice"))
    return page(
        request, "presenter.html", viewer, status=422 if errors else 200, values=form.values, presenters=PRESENTERS,
        choices={"aspect": ASPECTS, "captions": CAPTIONS, "music": MUSIC, "place": PLACES}, voices=voices, estimate=found,
        seconds=seconds_spoken(form.text("text")) if found else None, errors=errors.by_field if errors else {},
    )  # fmt: skip
