"""Thumbnails of a video, designed by a job of their own."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Success
from reelwright.app.publish_wishes import thumbnails_job
from reelwright.database.ownership import OwnedSession
from reelwright.workflows.jobs.lifecycle import create_job

router = APIRouter(tags=["videos"])


class ThumbnailsAsked(Asked):
    """``texts`` are own words and ``designs`` own choices for each picture, in order; what is left out is chosen.
    ``picture`` has a provider draw the last one's ground, where one is configured."""

    title: str | None = Field(None, min_length=1, max_length=300)
    texts: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(default_factory=list, max_length=12)
    designs: list[Literal["panel", "headline", "marker", "round", "bold"]] = Field(default_factory=list, max_length=12)
    sizes: list[Literal["youtube", "vertical", "social"]] = Field(
        default=["youtube"], min_length=1, max_length=3, description="1280x720, 1080x1920, 1200x630"
    )
    count: int = Field(3, ge=1, le=12)
    seed: int = Field(0, ge=0, le=1_000_000, description="another number gives other designs and colours")
    picture: bool = False


@router.post(
    "/api/videos/{video_id}/thumbnails",
    summary="Design thumbnails of the video, to choose from",
    status_code=202,
    response_model=Success[JobStarted],
)
def thumbnails(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: ThumbnailsAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        wish = thumbnails_job(session, video_id, asked.model_dump(exclude_none=True))
        return Success(data=job_started(create_job(session, platform.engine, caller.user_id, wish)))

    return once(request, platform, caller, asked, make)
