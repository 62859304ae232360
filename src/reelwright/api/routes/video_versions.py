"""The versions of a video's document: their names, what is different between two, going back to one; and changing it by a patch."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.video_drafts import IfMatch, editable, expected
from reelwright.api.routes.video_work import DocumentChanged, start_rendering, version_of
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.platform import Platform
from reelwright.app.video_drafts import add_version
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video, VideoVersion
from reelwright.timeline.differences import differences
from reelwright.timeline.patch import patched
from reelwright.workflows.jobs.wishes import RenderWish, render_request
from reelwright.workflows.jobs.workspace_edit import files_in

router = APIRouter(prefix="/api/videos/{video_id}", tags=["editing"])


class VersionShown(Wire):
    """``author`` is ``made`` by a production, ``edited`` or ``restored`` by a person."""

    version: int
    author: str
    name: str
    created_at: datetime


class VersionName(Asked):
    name: str = Field(max_length=200, examples=["As sent to the client"])


class DifferenceShown(Wire):
    """``clip`` names the clip it lies in; ``before`` and ``after`` are short."""

    what: Literal["added", "removed", "changed"]
    pointer: str
    clip: str
    before: Any = None
    after: Any = None


class DocumentPatch(Asked):
    """A JSON patch (RFC 6902) that makes a new version."""

    patch: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=2000,
        examples=[[{"op": "replace", "path": "/tracks/1/clips/0/text", "value": "Rice"}]],
    )
    name: str = Field("", max_length=200)
    render: bool = False


class Restoring(Asked):
    render: bool = False


@router.get("/versions", summary="The versions of the video's document")
def versions(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[list[VersionShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        video_of(session, video_id)
        columns = (VideoVersion.version, VideoVersion.author, VideoVersion.name, VideoVersion.created_at)
        rows = session.execute(
            select(*columns).where(VideoVersion.video_id == video_id).order_by(VideoVersion.version)
        ).all()
    return Success(data=[VersionShown.model_validate(row) for row in rows])


@router.get("/versions/compare", summary="What is different between two versions")
def compare(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, before: int, after: int
) -> Success[list[DifferenceShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        old, new = (version_of(session, video, number).document for number in (before, after))
    return Success(data=[DifferenceShown.model_validate(each) for each in differences(old, new)])


@router.patch("/versions/{version}", summary="Name a version")
def rename(
    video_id: uuid.UUID, version: int, platform: PlatformDep, caller: Writer, asked: VersionName
) -> Success[VersionShown]:
    with platform.database.session_of(caller.user_id) as session:
        row = version_of(session, video_of(session, video_id), version)
        row.name = asked.name
        session.flush()
        return Success(data=VersionShown.model_validate(row))


@router.post(
    "/versions/{version}/restore",
    summary="Go back to a version: it becomes the newest",
    status_code=202,
    response_model=Success[DocumentChanged],
)
def restore(
    video_id: uuid.UUID,
    version: int,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: Restoring,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[DocumentChanged]:
        video = _held(session, video_id)
        document = version_of(session, video, version).document
        change = _Change(document, "restored", f"As version {version}", asked.render)
        return _changed(session, platform, video, change)

    return once(request, platform, caller, asked, make)


@router.patch(
    "/document",
    summary="Change the video's document by a JSON patch",
    status_code=202,
    response_model=Success[DocumentChanged],
)
def patch_document(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: DocumentPatch,
    _key: IdempotencyKey = None,
    match: IfMatch = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[DocumentChanged]:
        video = _held(session, video_id)
        wanted = expected(match)
        if wanted is not None and wanted != video.version:
            raise ApiError(
                "PRECONDITION_FAILED",
                f"the document is at version {video.version} by now",
                hint="read it again and repeat your change",
            )
        document, _ = patched(version_of(session, video, None).document, asked.patch)
        if not isinstance(document, dict):
            raise ApiError("INVALID_INPUT", "a document is a JSON object")
        change = _Change(cast("dict[str, Any]", document), "edited", asked.name, asked.render)
        return _changed(session, platform, video, change)

    return once(request, platform, caller, asked, make)


@dataclass(frozen=True)
class _Change:
    document: dict[str, Any]
    author: str
    name: str
    is_rendered: bool


def _changed(session: OwnedSession, platform: Platform, video: Video, change: _Change) -> Success[DocumentChanged]:
    made = frozenset(files_in(platform.store, video.workspace_key))
    wish = render_request(session, RenderWish(change.document, made=made))
    add_version(session, video, change.document, change.author, change.name)
    job = start_rendering(session, platform, video, wish) if change.is_rendered else None
    return Success(data=DocumentChanged(version=video.version, job=job_started(job) if job else None))


def _held(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """The video, held against changes by others."""
    video = session.scalar(select(Video).where(Video.id == video_id).with_for_update())
    if video is None:
        raise not_found("video")
    return editable(session, video_id)
