"""Thumbnails of a video, designed by a job of their own."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep, Writer
from reelwright.api.jobs_shown import JobStarted, job_started, outputs_shown
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked, Success
from reelwright.app.publish_wishes import thumbnails_job
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job
from reelwright.errors import NotFound
from reelwright.workflows.jobs.chosen_thumbnail import choose_thumbnail, forget_thumbnail
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


class ThumbnailChosen(Asked):
    """``job`` designed thumbnails of the video, and ``name`` is one of its files; neither gives the video its own frame back."""

    job_id: uuid.UUID | None = None
    name: str = Field("", max_length=200, examples=["thumbnail-2.jpg"])


@router.put("/api/videos/{video_id}/thumbnail", summary="Let a designed thumbnail stand for the video")
def choose(
    video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: ThumbnailChosen
) -> Success[list[dict[str, Any]]]:
    with platform.database.session_of(caller.user_id) as session:
        video = video_of(session, video_id)
        if asked.job_id is None:
            forget_thumbnail(session, video)
        else:
            job = session.get(Job, asked.job_id)
            if job is None:
                raise NotFound("there is no such job")
            choose_thumbnail(session, video, job, asked.name)
        return Success(data=outputs_shown(platform, video.outputs))


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
