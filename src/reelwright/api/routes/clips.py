"""Clips that a provider generates, each a job of its own."""

from __future__ import annotations

import uuid
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.jobs import read_job, stop_job
from reelwright.api.wire import Asked, Success
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.ownership import OwnedSession
from reelwright.workflows.generated_clips import no_makers
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.jobs.wishes import pictures_request

router = APIRouter(prefix="/api", tags=["clips"])


class ClipAsked(Asked):
    """Lengths and sizes are met as nearly as the provider can. Pictures are uploaded (asset:ID) or lie at https addresses."""

    prompt: str = Field(
        min_length=1, max_length=20_000, examples=["A paper boat drifts down a brook, low camera, morning light"]
    )
    seconds: float = Field(5, ge=1, le=60)
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    height: int = Field(720, ge=240, le=2160, description="the shorter side in pixels")
    style: str = Field("", max_length=2000)
    avoid: str = Field("", max_length=2000)
    first: str | None = Field(None, max_length=2000, description="picture to begin with")
    last: str | None = Field(None, max_length=2000, description="picture to end with")
    references: list[str] = Field(
        default_factory=list, max_length=10, description="pictures whose character or style to keep"
    )
    seed: int | None = Field(None, ge=0, description="another number gives another clip; the same one is paid for once")
    sound: bool = False
    provider: str | None = Field(None, max_length=60)
    budget: float | None = Field(None, ge=0, le=100_000, description="most US dollars the job may spend")


@router.post(
    "/clips/generate", summary="Generate a clip from a description", status_code=202, response_model=Success[JobStarted]
)
@router.post("/veo3/generate", include_in_schema=False, status_code=202, response_model=Success[JobStarted])
@router.post("/ai/video-generate", include_in_schema=False, status_code=202, response_model=Success[JobStarted])
def generate(
    request: Request, platform: PlatformDep, caller: Maker, asked: ClipAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    check_clip_maker(platform, caller.user_id, asked.provider)

    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(create_job(session, platform.engine, caller.user_id, clip_job(session, asked))))

    return once(request, platform, caller, asked, make)


@router.get("/clips/status/{job_id}", summary="How far a clip is")
@router.get("/veo3/status/{job_id}", include_in_schema=False)
def status(job_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[JobShown]:
    return Success(data=job_shown(platform, read_job(platform, caller.user_id, job_id)))


@router.delete("/clips/{job_id}", summary="Stop a clip, at the provider too where it can be stopped")
@router.delete("/veo3/{job_id}", include_in_schema=False)
def cancel(job_id: uuid.UUID, platform: PlatformDep, caller: Maker) -> Success[JobShown]:
    return Success(data=job_shown(platform, stop_job(platform, caller.user_id, job_id)), message="stopped")


def check_clip_maker(platform: Platform, owner: uuid.UUID, provider: str | None) -> None:
    """Raises ``ProviderNeeded`` where nobody makes clips for this user, ``InvalidInput`` for a provider there is not."""
    providers = user_providers(platform, owner)
    if provider:
        providers.choice("clips", provider)
    elif not providers.ranked("clips"):
        raise no_makers()


def clip_job(session: OwnedSession, asked: ClipAsked) -> NewJob:
    """The job of a clip. Raises ``InvalidInput`` for a picture that is neither an asset nor an address, or is not there."""
    pictures = [source for source in (asked.first, asked.last, *asked.references) if source]
    request = asked.model_dump(exclude={"budget"}, exclude_none=True) | pictures_request(session, pictures)
    budget = None if asked.budget is None else round(asked.budget * 1_000_000)
    return NewJob("clip", request | {"pictures": []}, budget_micros=budget)
