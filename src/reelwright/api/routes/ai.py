"""What can be made of words and sounds, each a job of its own, under one roof: ``/api/ai/…``."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field, model_validator

from reelwright.api.caller import Maker, PlatformDep
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.clips import ClipAsked, generate
from reelwright.api.routes.stages import LipSyncAsked, MusicAsked, SpeechAsked, compose, lip_sync, speak
from reelwright.api.wire import Asked, Success
from reelwright.app.needed_providers import check_text
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_wishes import MOST_TEXT, MakeAsked, start_make
from reelwright.database.ownership import OwnedSession
from reelwright.productions.narrate.dialogue import parse_cast
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.workflows.jobs.lifecycle import NewJob, create_job

router = APIRouter(prefix="/api/ai", tags=["ai"])
_DIALOGUE = (
    "# Why bread rises\n\nAda: How small is yeast?\nBen: Ten of them fit across a hair.\n"
    "Ada: And they make the holes in my bread?\nBen: They do."
)


class PodcastAsked(Asked):
    """A dialogue (lines of ``NAME: …``) or an article as ``text``, or a ``topic`` for a text model. ``cast`` is voices by speaker,
    ``presenters`` who is seen for them in the ``video``. ``urlBase`` is the folder's address the feed entry names."""

    text: str | None = Field(None, min_length=1, max_length=MOST_TEXT, examples=[_DIALOGUE])
    topic: str | None = Field(None, min_length=1, max_length=2000)
    speakers: int = Field(2, ge=2, le=4, description="how many talk, where the text names nobody")
    duration: float = Field(180, ge=20, le=3600, description="seconds, of a conversation a model writes")
    language: str | None = Field(None, max_length=35)
    cast: dict[str, str] = Field(default_factory=dict, max_length=4, examples=[{"Ada": "espeak:en-gb+f3"}])
    presenters: dict[str, CharacterName] = Field(default_factory=dict, max_length=4, examples=[{"Ada": "noor"}])
    video: bool = False
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    captions: Literal["none", "classic", "highlight", "karaoke", "pop"] = "highlight"
    music: Literal["calm", "bright", "tense", "epic", "none"] = "calm"
    show: str = Field("Podcast", min_length=1, max_length=200)
    url_base: str = Field("", max_length=2000, pattern=r"^(https?://\S+)?$")
    speed: float = Field(1.0, ge=0.5, le=2)
    lexicon: str = Field("", max_length=100_000)
    seed: int = 1
    budget: float | None = Field(None, ge=0, le=100_000, description="most US dollars the job may spend")

    @model_validator(mode="after")
    def _one_source(self) -> PodcastAsked:
        if (self.topic is None) == (self.text is None):
            raise ValueError("give either a topic or a text")
        return self


class PresenterAsked(MakeAsked):
    """A video in which a drawn presenter says a text; everything of ``POST /api/videos`` may be asked for as well."""

    presenter: CharacterName | None = "maya"
    presenter_place: Literal["corner", "full"] | None = "full"
    pictures: Literal["auto", "folder", "stock", "generated", "designed"] | None = "designed"


@router.post(
    "/video", summary="Generate a clip from a description", status_code=202, response_model=Success[JobStarted]
)
def video(
    request: Request, platform: PlatformDep, caller: Maker, asked: ClipAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return generate(request, platform, caller, asked, _key)


@router.post("/speech", summary="Speak a text", status_code=202, response_model=Success[JobStarted])
def speech(
    request: Request, platform: PlatformDep, caller: Maker, asked: SpeechAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return speak(request, platform, caller, asked, _key)


@router.post(
    "/music",
    summary="Compose music of a mood, a style or a description",
    status_code=202,
    response_model=Success[JobStarted],
)
def music(
    request: Request, platform: PlatformDep, caller: Maker, asked: MusicAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return compose(request, platform, caller, asked, _key)


@router.post(
    "/lip-sync",
    summary="Bring the mouths of a video in line with a sound",
    status_code=202,
    response_model=Success[JobStarted],
)
def lips(
    request: Request, platform: PlatformDep, caller: Maker, asked: LipSyncAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return lip_sync(request, platform, caller, asked, _key)


@router.post(
    "/presenter",
    summary="Make a video in which a drawn presenter says a text",
    status_code=202,
    response_model=Success[JobStarted],
)
def presenter(
    request: Request, platform: PlatformDep, caller: Maker, asked: PresenterAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(start_make(session, platform, asked)))

    return once(request, platform, caller, asked, make)


@router.post(
    "/podcast",
    summary="Make a podcast of a dialogue, an article or a topic",
    status_code=202,
    response_model=Success[JobStarted],
)
def podcast(
    request: Request, platform: PlatformDep, caller: Maker, asked: PodcastAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    wish = podcast_job(platform, caller.user_id, asked)

    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(create_job(session, platform.engine, caller.user_id, wish)))

    return once(request, platform, caller, asked, make)


def podcast_job(platform: Platform, owner: uuid.UUID, asked: PodcastAsked) -> NewJob:
    """The job of a podcast. Raises ``ProviderNeeded`` for a topic nobody writes about, ``InvalidInput``."""
    parse_lexicon(asked.lexicon)
    parse_cast((f"{name}={voice}" for name, voice in asked.cast.items()), "cast")
    if asked.topic is not None:
        providers = user_providers(platform, owner)
        check_text(providers, "send a text instead: an article, or a dialogue in lines of NAME: …")
    told: dict[str, Any] = asked.model_dump(exclude={"budget"}, exclude_none=True)
    told["published"] = datetime.now(UTC).isoformat()
    budget = None if asked.budget is None else round(asked.budget * 1_000_000)
    return NewJob("podcast", told, budget_micros=budget)
