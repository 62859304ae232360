"""Work on a video: its state, approving a stage with edits, stopping, trying again; its document."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once, once_apart
from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.api.routes.videos import newest_job, video_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.dub_document import DOCUMENT, approved_document
from reelwright.app.picture_changes import PictureChange, with_changes
from reelwright.app.platform import Platform
from reelwright.app.video_drafts import add_version
from reelwright.app.video_wishes import OutputAsked
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Video, VideoVersion
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.visual_plan import FILE as VISUALS
from reelwright.productions.narrate.visual_plan import parse_plan, write_plan
from reelwright.workflows.engine import INTERACTIVE
from reelwright.workflows.jobs.lifecycle import ACTIVE, NewJob, approve_job, create_job, job_for_update
from reelwright.workflows.jobs.wishes import RenderWish, render_request
from reelwright.workflows.jobs.workspace_edit import files_in, text_in, with_texts

router = APIRouter(prefix="/api/videos/{video_id}", tags=["videos"])


class Approval(Asked):
    """``script``, ``visuals`` and ``document`` change what was made, where the stage is the one that made it.

    The stages ``transcript`` and ``translation`` are of dubs; their ``document`` is the dub's (``/api/dubs/{id}/export?format=json``).
    """

    stage: Literal["script", "speech", "visuals", "timeline", "transcript", "translation"]
    script: str | None = Field(None, max_length=500_000)
    visuals: list[PictureChange] = Field(default_factory=list, max_length=10_000)
    document: dict[str, Any] | None = None


class DocumentShown(Wire):
    version: int
    author: str
    document: dict[str, Any]
    created_at: datetime


class DocumentAsked(Asked):
    """``version`` is the one that was edited: a change made by somebody else meanwhile is not lost. ``render`` starts a rendering."""

    document: dict[str, Any]
    version: int | None = None
    render: bool = True
    outputs: list[OutputAsked] = Field(default_factory=list, max_length=8)


class DocumentChanged(Wire):
    version: int
    job: JobStarted | None


@router.get("/status", summary="How far the newest work on the video is")
def status(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[JobShown]:
    with platform.database.reader_of(caller.user_id) as session:
        job = _job_of(session, video_id)
    return Success(data=job_shown(platform, job))


@router.get("/script", summary="The video's script as text")
def script(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[dict[str, str]]:
    with platform.database.reader_of(caller.user_id) as session:
        key = video_of(session, video_id).workspace_key
    text = text_in(platform.store, key, "script.md")
    if text is None:
        raise not_found("script")
    return Success(data={"script": text})


@router.post(
    "/approve",
    summary="Let the work go on after a stage, with edits if there are any",
    status_code=202,
    response_model=Success[JobShown],
)
def approve_stage(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: Approval,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    told = asked.model_dump_json()
    return once_apart(request, platform, caller, told, lambda: approve(video_id, platform, caller, asked))


def approve(video_id: uuid.UUID, platform: Platform, caller: Caller, asked: Approval) -> Success[JobShown]:
    """Put a person's edits in and let the waiting job go on. Raises ``JobState``, ``ApiError``, ``InvalidDocument``."""
    with platform.database.reader_of(caller.user_id) as session:
        waiting = _job_of(session, video_id)
    edited = _edited(platform, waiting, asked)
    with platform.database.session_of(caller.user_id) as session:
        job = job_for_update(session, waiting.id)
        if job is None:
            raise not_found("job")
        approve_job(session, platform.engine, job, asked.stage, edited)
    return Success(data=job_shown(platform, job))


@router.post("/cancel", summary="Stop the work on the video")
def cancel(video_id: uuid.UUID, platform: PlatformDep, caller: Maker) -> Success[JobShown]:
    with platform.database.reader_of(caller.user_id) as session:
        job = _job_of(session, video_id)
    return Success(data=job_shown(platform, stop_job(platform, caller.user_id, job.id)), message="stopped")


@router.post(
    "/retry",
    summary="Try failed or stopped work again, from where it stopped",
    status_code=202,
    response_model=Success[JobShown],
)
def retry(
    video_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    with platform.database.reader_of(caller.user_id) as session:
        job = _job_of(session, video_id)

    def make() -> Success[JobShown]:
        return Success(data=job_shown(platform, retry_again(platform, caller.user_id, job.id)), message="queued again")

    return once_apart(request, platform, caller, "", make)


@router.get("/document", summary="The video's timeline document")
def document_with_tag(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, response: Response, version: int | None = None
) -> Success[DocumentShown]:
    """Its version is the ``ETag``."""
    found = document(video_id, platform, caller, version)
    response.headers["ETag"] = f'"{found.data.version}"'
    return found


def document(
    video_id: uuid.UUID, platform: Platform, caller: Caller, version: int | None = None
) -> Success[DocumentShown]:
    """A version of a video's document, the newest without a number."""
    with platform.database.reader_of(caller.user_id) as session:
        row = version_of(session, video_of(session, video_id), version)
    return Success(data=DocumentShown.model_validate(row))


@router.put(
    "/document",
    summary="Change the video's document and render what that touches",
    status_code=202,
    response_model=Success[DocumentChanged],
)
def edit_document(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: DocumentAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    with platform.database.reader_of(caller.user_id) as session:
        made = frozenset(files_in(platform.store, video_of(session, video_id).workspace_key))

    def make(session: OwnedSession) -> Success[DocumentChanged]:
        video = session.scalar(select(Video).where(Video.id == video_id).with_for_update())
        if video is None:
            raise not_found("video")
        if video.kind == "dub":
            raise ApiError("CONFLICT", "a dub has segments, no timeline", hint="edit them below /api/dubs")
        if asked.version is not None and asked.version != video.version:
            raise ApiError(
                "CONFLICT",
                f"the document is at version {video.version} by now",
                hint="read it again and repeat your change",
            )
        outputs = tuple(output.model_dump(exclude_none=True) for output in asked.outputs)
        wish = render_request(session, RenderWish(asked.document, outputs=outputs, made=made))
        add_version(session, video, asked.document, "edited")
        job = start_rendering(session, platform, video, wish) if asked.render else None
        return Success(data=DocumentChanged(version=video.version, job=job_started(job) if job else None))

    return once(request, platform, caller, asked, make)


def _edited(platform: Platform, job: Job, asked: Approval) -> str | None:
    """The workspace with a person's edits. Raises ``InvalidInput`` or ``InvalidDocument`` for edits that cannot be used."""
    texts: dict[str, str] = {}
    blobs: dict[str, str] = {}
    if asked.script is not None:
        if asked.stage != "script":
            raise ApiError("CONFLICT", "the script is approved already", hint="cancel, and make the video again")
        parse_script(asked.script, "script.md", str(job.request.get("language") or "en"))
        texts["script.md"] = asked.script
    if asked.visuals:
        if asked.stage != "visuals":
            raise ApiError("CONFLICT", "pictures are changed when the stage visuals is approved")
        texts[VISUALS], blobs = _with_pictures(platform, job, asked.visuals)
    if asked.document is not None and asked.stage in ("transcript", "translation"):
        tree = json.dumps(asked.document)
        texts[DOCUMENT] = approved_document(platform.store, job.workspace_key, tree)
    elif asked.document is not None:
        if asked.stage != "timeline":
            raise ApiError("CONFLICT", "there is no document before the stage timeline")
        made = frozenset(files_in(platform.store, job.workspace_key))
        with platform.database.reader_of(job.owner_id) as session:
            render_request(session, RenderWish(asked.document, made=made))
        texts["timeline.json"] = json.dumps(asked.document, ensure_ascii=False, indent=1) + "\n"
    return with_texts(platform.store, job.workspace_key, texts, blobs) if texts else None


def _with_pictures(platform: Platform, job: Job, changes: list[PictureChange]) -> tuple[str, dict[str, str]]:
    text = text_in(platform.store, job.workspace_key, VISUALS)
    if text is None:
        raise ApiError("CONFLICT", "there is no picture to change", hint="the video is designed throughout")
    with platform.database.reader_of(job.owner_id) as session:
        rows, blobs = with_changes(session, parse_plan(text), changes)
    return write_plan(rows), blobs


def start_rendering(session: OwnedSession, platform: Platform, video: Video, request: dict[str, Any]) -> Job:
    """A job for a request of ``render_request``. Raises ``ApiError`` ``CONFLICT`` while another works on the video."""
    if session.scalar(select(Job.id).where(Job.video_id == video.id, Job.status.in_(ACTIVE)).limit(1)):
        raise ApiError("CONFLICT", "the video is at work", hint="wait for it, or cancel it")
    video.status = "QUEUED"
    wish = NewJob("render", request, priority=INTERACTIVE, video_id=video.id, workspace_key=video.workspace_key)
    return create_job(session, platform.engine, video.owner_id, wish)


def _job_of(session: OwnedSession, video_id: uuid.UUID) -> Job:
    video_of(session, video_id)
    job = newest_job(session, video_id)
    if job is None:
        raise not_found("job")
    return job


def version_of(session: OwnedSession, video: Video, version: int | None) -> VideoVersion:
    """A version of a video's document, the newest without a number. Raises ``ApiError``."""
    row = session.scalar(
        select(VideoVersion).where(
            VideoVersion.video_id == video.id, VideoVersion.version == (version or video.version)
        )
    )
    if row is None:
        raise ApiError("CONFLICT", "the video has no document yet") if version is None else not_found("version")
    return row
