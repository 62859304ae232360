"""The voices a user can choose, with their own keys before the server's; their favourites first."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from reelwright.api.caller import Caller, PlatformDep, Reader, Writer
from reelwright.api.client_address import origin_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.favourite_voices import MOST, SETTING, favourites_in
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.voice_list import VoiceFilter, all_voices
from reelwright.business.accounts.profile import ProfileChange, change_profile, profile_of

router = APIRouter(prefix="/api/tts", tags=["stages"])
VoiceId = Annotated[str, Field(min_length=3, max_length=200, pattern="^[a-z0-9-]+:.+$")]


class VoiceShown(Wire):
    """``id`` is what a request names; ``language`` is ``mul`` for a voice that speaks all of its provider's languages."""

    id: str
    name: str
    language: str
    gender: Literal["female", "male", "neutral"]
    provider: str
    style: str
    age: str
    sample: str
    """Address of a recording of it, where the provider has one."""
    is_favourite: bool


class FavouritesAsked(Asked):
    voices: list[VoiceId] = Field(max_length=MOST)


@router.get("/voices", summary="The voices there are")
def voices(
    platform: PlatformDep,
    caller: Reader,
    language: Annotated[str | None, Query(max_length=35)] = None,
    gender: Literal["female", "male", "neutral"] | None = None,
    provider: Annotated[str | None, Query(max_length=60)] = None,
    search: Annotated[str, Query(max_length=200)] = "",
) -> Success[list[VoiceShown]]:
    favourites = _favourites(platform, caller)
    providers = user_providers(platform, caller.user_id)
    found = all_voices(providers, VoiceFilter(language, gender, provider, search), favourites)
    rows = [
        VoiceShown(
            id=voice.id, name=voice.name, language=voice.language, gender=voice.gender, provider=voice.provider, style=voice.style,
            age=voice.age, sample=voice.sample, is_favourite=voice.id in favourites,
        )
        for voice in found.voices
    ]  # fmt: skip
    return Success(data=rows, message="; ".join(found.notes))


@router.get("/favourites", summary="My favourite voices")
def read_favourites(platform: PlatformDep, caller: Reader) -> Success[list[str]]:
    return Success(data=list(_favourites(platform, caller)))


@router.put("/favourites", summary="Set my favourite voices, best first")
def write_favourites(
    asked: FavouritesAsked, request: Request, platform: PlatformDep, caller: Writer
) -> Success[list[str]]:
    kept = profile_of(platform.database, caller.user_id).settings | {SETTING: list(dict.fromkeys(asked.voices))}
    user = change_profile(platform.database, caller.user_id, ProfileChange(settings=kept), origin_of(request))
    return Success(data=list(favourites_in(user.settings)))


def _favourites(platform: Platform, caller: Caller) -> tuple[str, ...]:
    return favourites_in(profile_of(platform.database, caller.user_id).settings)
