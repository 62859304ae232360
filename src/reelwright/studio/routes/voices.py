"""Voices: found, heard, and kept as favourites."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import voices as api
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.own_path import own_path
from reelwright.studio.pages import page
from reelwright.studio.viewer import ViewerDep
from reelwright.studio.voice_choice import usual_languages

router = APIRouter(prefix="/voices", route_class=PageRoute)
_SHOWN = 30
_GENDERS = {"female": "Female", "male": "Male", "neutral": "Neither"}


class Wanted(BaseModel):
    search: str = ""
    language: str = "en"
    gender: str = ""
    provider: str = ""
    favourites: str = ""
    page: str = "1"


@router.get("")
def voices(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    gender = wanted.gender if wanted.gender in _GENDERS else None
    language = wanted.language.strip()[:35] or None
    note = ""
    try:
        answer = api.voices(
            platform, viewer.caller, language=language, gender=gender, provider=wanted.provider[:60] or None,  # type: ignore[arg-type]
            search=wanted.search.strip()[:200],
        )  # fmt: skip
        found, note = answer.data, answer.message
    except ReelwrightError as refusal:  # a provider nobody has, edited into the address
        found, note = [], refusal.message
    if wanted.favourites:
        found = [each for each in found if each.is_favourite]
    number = page_number(wanted.page)
    kept = wanted.model_dump(exclude={"page"})
    return page(
        request, "voices.html", viewer, voices=found[(number - 1) * _SHOWN : number * _SHOWN], total=len(found), note=note,
        number=number, has_next=number * _SHOWN < len(found), wanted=kept, address=addresses("/voices", kept), genders=_GENDERS,
        providers=sorted({each.provider for each in found} | ({wanted.provider} if wanted.provider else set())),
        languages=usual_languages(wanted.language),
    )  # fmt: skip


@router.post("/favourite")
def favourite(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Keep a voice (first), or take it out."""
    voice = form.text("voice")
    others = [each for each in api.read_favourites(platform, viewer.caller).data if each != voice]
    kept = others if form.text("do") == "remove" else [voice, *others]
    api.write_favourites(api.FavouritesAsked.model_validate({"voices": kept}), request, platform, viewer.caller)
    return RedirectResponse(own_path(form.text("back"), "/voices"), 303)
