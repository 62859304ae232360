"""Videos: made of an article or a topic, or rendered of a document; their list, details and removal."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.orm import defer

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.jobs_shown import JobStarted, job_started, outputs_shown
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.rendering import render_started
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import MakeAsked, RenderAsked, start_make
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Job, Project, Video
from reelwright.workflows.jobs.lifecycle import ACTIVE, cancel_job, workflow_id

router = APIRouter(prefix="/api/videos", tags=["videos"])
SORTABLE = {
    "createdAt": Video.created_at, "updatedAt": Video.updated_at, "title": Video.title, "status": Video.status, "id": Video.id,
}  # fmt: skip


class VideoShown(Wire):
    """``version`` counts the document's changes; ``facts`` tell duration in seconds, size and loudness once it is rendered."""

    id: uuid.UUID
    project_id: uuid.UUID | None
    title: str
    kind: str
    status: str
    version: int
    facts: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class VideoDetail(VideoShown):
    job_id: uuid.UUID | None = None
    outputs: list[dict[str, Any]] = Field(default_factory=list)
    """Files with links that are good for an hour."""


class VideoFilter(Paging):
    status: str | None = None
    project_id: uuid.UUID | None = None
    kind: Literal["make", "render", "dub"] | None = None
    search: str | None = Field(None, max_length=200)


class VideoChange(Asked):
    title: str | None = Field(None, min_length=1, max_length=300)
    project_id: uuid.UUID | None = None


@router.post(
    "", summary="Make a video of an article, a script or a topic", status_code=202, response_model=Success[JobStarted]
)
def create(
    request: Request, platform: PlatformDep, caller: Maker, asked: MakeAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return once(
        request,
        platform,
        caller,
        asked,
        lambda session: Success(data=job_started(start_make(session, platform, asked))),
    )


@router.post(
    "/render", summary="Render a video of a document or template", status_code=202, response_model=Success[JobStarted]
)
def render(
    request: Request, platform: PlatformDep, caller: Maker, asked: RenderAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return render_started(request, platform, caller, asked)


@router.get("", summary="List videos")
def list_videos(
    platform: PlatformDep, caller: Reader, asked: Annotated[VideoFilter, Query()]
) -> Success[Page[VideoShown]]:
    query = select(Video).options(defer(Video.request))  # may be a whole article, and is not shown
    if asked.status:
        query = query.where(Video.status == asked.status)
    if asked.project_id:
        query = query.where(Video.project_id == asked.project_id)
    if asked.kind:
        query = query.where(Video.kind == asked.kind)
    if asked.search:
        query = query.where(Video.title.icontains(asked.search, autoescape=True))
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, SORTABLE)
    return Success(data=Page(items=[VideoShown.model_validate(row) for row in rows], pagination=pagination))


@router.get("/{video_id}", summary="Show a video")
def show(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[VideoDetail]:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        job = newest_job(session, video_id)
    return Success(data=detail(platform, video, job))


@router.patch("/{video_id}", summary="Rename a video or move it to a project")
def change(video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: VideoChange) -> Success[VideoDetail]:
    with platform.database.session_of(caller.user_id) as session:
        video = video_of(session, video_id)
        if asked.title is not None:
            video.title, video.request = asked.title, video.request | {"title": asked.title}
        if "project_id" in asked.model_fields_set:
            if asked.project_id is not None and session.get(Project, asked.project_id) is None:
                raise not_found("project")
            video.project_id = asked.project_id
        job = newest_job(session, video_id)
    return Success(data=detail(platform, video, job))


@router.delete("/{video_id}", summary="Remove a video, its versions and files; work on it is stopped")
def remove(video_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[dict[str, str]]:
    running: list[str] = []
    with platform.database.session_of(caller.user_id) as session:
        video = video_of(session, video_id)
        for job in session.scalars(select(Job).where(Job.video_id == video.id, Job.status.in_(ACTIVE))):
            cancel_job(session, job, "its video was removed")
            running.append(workflow_id(job))
        session.execute(delete(BlobUse).where(BlobUse.user_kind == "video", BlobUse.user_id == video.id))
        session.delete(video)
    for workflow in running:
        platform.engine.cancel(workflow)
    return Success(data={"id": str(video_id)}, message="removed")


def video_of(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """One of the caller's videos. Raises ``ApiError`` ``NOT_FOUND``."""
    video = session.get(Video, video_id)
    if video is None:
        raise not_found("video")
    return video


def newest_job(session: OwnedSession, video_id: uuid.UUID) -> Job | None:
    return session.scalar(select(Job).where(Job.video_id == video_id).order_by(Job.created_at.desc()).limit(1))


def detail(platform: Platform, video: Video, job: Job | None) -> VideoDetail:
    shown = VideoShown.model_validate(video).model_dump()
    return VideoDetail(**shown, job_id=job.id if job else None, outputs=outputs_shown(platform, video.outputs))
