"""Dubs: videos in other languages; started, listed, shown, approved, and made again after edits."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.errors import not_found
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once, once_apart
from reelwright.api.routes.video_work import Approval, approve
from reelwright.api.routes.videos import VideoDetail, VideoFilter, VideoShown, detail, list_videos, newest_job, video_of
from reelwright.api.wire import Page, Paging, Success, Wire
from reelwright.app.dub_document import dub_document, dub_for_update
from reelwright.app.dub_wishes import DubAsked, LanguagesAsked, RemakeAsked, add_languages, remake_dub, start_dub
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video
from reelwright.productions.dub.document import DubDocument, Gender

router = APIRouter(prefix="/api/dubs", tags=["dubs"])


class DubFilter(Paging):
    status: str | None = None
    project_id: uuid.UUID | None = None
    search: str | None = Field(None, max_length=200)


class SpeakerShown(Wire):
    """``voices`` by language, once they were chosen; ``segments`` counts what is said."""

    id: str
    name: str
    gender: Gender
    voices: dict[str, str]
    segments: int


class TargetShown(Wire):
    """How far a language's translation is: ``missing`` counts segments without one and those whose words changed since,
    ``edited`` a person's own."""

    language: str
    translated: int
    missing: int
    edited: int


class DubSummary(Wire):
    """What the dub's document holds; ``duration`` in seconds."""

    language: str
    duration: float
    segments: int
    speakers: list[SpeakerShown]
    targets: list[TargetShown]
    glossary: list[dict[str, str]]


class DubDetail(VideoDetail):
    """``document`` is there once there is a transcript, ``timing`` (by language: parts of all segments that end in their time,
    are stretched gently, fill the source's speech) and ``review`` once it was mixed. ``job`` is the newest."""

    targets: list[str]
    document: DubSummary | None
    timing: dict[str, dict[str, Any]]
    review: dict[str, dict[str, str]]
    job: JobShown | None


@router.post("", summary="Dub a video into other languages", status_code=202, response_model=Success[JobStarted])
def create(
    request: Request, platform: PlatformDep, caller: Maker, asked: DubAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    providers = user_providers(platform, caller.user_id)

    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(start_dub(session, platform.engine, asked, providers)))

    return once(request, platform, caller, asked, make)


@router.get("", summary="List dubs")
def list_dubs(platform: PlatformDep, caller: Reader, asked: Annotated[DubFilter, Query()]) -> Success[Page[VideoShown]]:
    return list_videos(platform, caller, VideoFilter.model_validate(asked.model_dump() | {"kind": "dub"}))


@router.get("/{video_id}", summary="Show a dub: its segments counted, its timing, its newest job")
def show(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[DubDetail]:
    with platform.database.reader_of(caller.user_id) as session:
        video = dub_of(session, video_id)
        job = newest_job(session, video_id)
    document = dub_document(platform.store, video.workspace_key)
    targets = list(video.request.get("targets", []))
    shown = DubDetail(
        **detail(platform, video, job).model_dump(),
        targets=targets,
        document=_summary(document, targets) if document else None,
        timing=video.facts.get("timing", {}),
        review=video.facts.get("review", {}),
        job=job_shown(platform, job) if job else None,
    )
    return Success(data=shown)


@router.post(
    "/{video_id}/approve", summary="Let a dub go on after a stage, with an edited document if there is one", status_code=202,
    response_model=Success[JobShown],
)  # fmt: skip
def approve_stage(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: Approval,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    with platform.database.reader_of(caller.user_id) as session:
        dub_of(session, video_id)
    told = asked.model_dump_json()
    return once_apart(request, platform, caller, told, lambda: approve(video_id, platform, caller, asked))


@router.post(
    "/{video_id}/render",
    summary="Make again what edits touched: only changed segments are translated and spoken",
    status_code=202,
    response_model=Success[JobStarted],
)
def render(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: RemakeAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        video = dub_for_update(session, video_id)
        return Success(data=job_started(remake_dub(session, platform.engine, platform.store, video, asked)))

    return once(request, platform, caller, asked, make)


@router.post(
    "/{video_id}/languages",
    summary="Speak further languages, too: what was heard and separated is used again",
    status_code=202,
    response_model=Success[JobStarted],
)
def languages(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: LanguagesAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        video = dub_for_update(session, video_id)
        return Success(data=job_started(add_languages(session, platform.engine, platform.store, video, asked)))

    return once(request, platform, caller, asked, make)


def dub_of(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """One of the caller's dubs. Raises ``ApiError`` ``NOT_FOUND``."""
    video = video_of(session, video_id)
    if video.kind != "dub":
        raise not_found("dub")
    return video


def _summary(document: DubDocument, targets: list[str]) -> DubSummary:
    said = [each.speaker for each in document.segments]
    speakers = [
        SpeakerShown(id=each.id, name=each.name, gender=each.gender, voices=each.voices, segments=said.count(each.id))
        for each in document.speakers
    ]
    return DubSummary(
        language=document.language,
        duration=document.duration_ms / 1000,
        segments=len(document.segments),
        speakers=speakers,
        targets=[_target(document, language) for language in targets],
        glossary=[{"source": term.source, "target": term.target} for term in document.glossary],
    )


def _target(document: DubDocument, language: str) -> TargetShown:
    missing = len(document.outdated(language))
    rows = document.translations.get(language, {}).values()
    edited = sum(row.is_edited for row in rows)
    return TargetShown(language=language, translated=len(document.segments) - missing, missing=missing, edited=edited)
