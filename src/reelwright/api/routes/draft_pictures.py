"""The pictures of a video along its sentences: looked at, swapped, moved in time, described."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from reelwright.api.caller import Caller, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.preview_desk import DeskDep
from reelwright.api.routes.drafts import held
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.drafts import AT_WORK, draft_of, keep, newest_make
from reelwright.app.picture_changes import PictureChange, with_changes
from reelwright.app.picture_previews import fetched_preview, file_of, no_preview, one_picture
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Video
from reelwright.errors import FetchFailed, FetchRefused
from reelwright.productions.narrate.visual_plan import (
    DESIGNED,
    FILE,
    GENERATED,
    Row,
    parse_plan,
    shown_rows,
    write_plan,
)
from reelwright.worker.preview.previews import Looked, Previews
from reelwright.workflows.jobs.workspace_edit import keep_texts, text_in

router = APIRouter(prefix="/api/videos/{video_id}/pictures", tags=["drafts"])
_SMALL = 400
"""Pixels up to which a stock's own preview will do, which costs no drawing."""
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "image/png", "image/webp")
        },
        "description": "a picture",
    }
}


class SpokenShown(Wire):
    """A sentence and when it is said, in seconds. ``section`` and ``sentence`` count from 1."""

    section: int
    sentence: int
    start: float
    end: float
    text: str
    speaker: str = ""


class PicturesShown(Wire):
    """``shots`` are the pictures in their order: ``start``, ``end``, ``text`` said meanwhile, ``chosen``, ``file``, ``focus``,
    ``candidates`` with scores and licences. ``canGenerate`` says whether somebody is set up who draws pictures."""

    shots: list[dict[str, Any]]
    sentences: list[SpokenShown]
    duration: float
    can_generate: bool
    is_changed: bool


class PicturesAsked(Asked):
    changes: list[PictureChange] = Field(min_length=1, max_length=1000)


@router.get("", summary="A video's pictures along its sentences, with what else could be seen")
def pictures(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[PicturesShown]:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        job = newest_make(session, video)
        return Success(data=_shown(platform, caller, video, job, _rows(platform, video, job)))


@router.patch("", summary="Change a video's pictures")
def change(video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: PicturesAsked) -> Success[PicturesShown]:
    """Swapping costs nothing; the video has the change once its work is run again."""
    with platform.database.session_of(caller.user_id) as session:
        video = held(session, video_id)
        job = newest_make(session, video)
        if job is None or job.status in AT_WORK:
            raise ApiError("CONFLICT", "the video's pictures are at work", hint="wait for them, or stop the work")
        rows, blobs = with_changes(session, _rows(platform, video, job), asked.changes)
        video.workspace_key = job.workspace_key
        job.workspace_key = keep_texts(session, platform.store, video, {FILE: write_plan(rows)}, blobs)
        keep(video, replace(draft_of(video), has_new_pictures=True))
        session.flush()
        return Success(data=_shown(platform, caller, video, job, rows))


@router.get(
    "/{shot}/preview",
    summary="A small picture of one of a shot's candidates",
    response_class=Response,
    responses=_PICTURE,
)
def preview(
    video_id: uuid.UUID,
    shot: int,
    platform: PlatformDep,
    caller: Reader,
    desk: DeskDep,
    option: Annotated[str, Query(max_length=300)] = "",
    width: Annotated[int, Query(ge=64, le=1280)] = 320,
    at: Annotated[float, Query(ge=0, le=86_400, description="second of a clip")] = 0.0,
) -> Response:
    """Of the chosen one without ``option``."""
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        rows = _rows(platform, video, newest_make(session, video))
    if not 1 <= shot <= len(rows):
        raise not_found("shot")
    row = rows[shot - 1]
    chosen = option or row.chosen
    content, kind = _picture(platform, desk.previews, video, row, chosen, width, at)
    return Response(content, media_type=kind, headers={"Cache-Control": "private, max-age=3600"})


def _picture(
    platform: Platform, previews: Previews, video: Video, row: Row, chosen: str, width: int, at: float
) -> tuple[bytes, str]:
    known = row.option(chosen)
    if known is not None and known.candidate.preview_url and width <= _SMALL:
        try:
            return fetched_preview(platform, video, known.candidate.preview_url)
        except (FetchFailed, FetchRefused):
            pass  # its file may be here all the same
    source = file_of(platform, video, row, chosen)
    if source:
        is_clip = known.candidate.kind == "video" if known else row.kind == "video"
        size = (known.candidate.width, known.candidate.height) if known else row.size
        document = one_picture(source, is_clip=is_clip, size=size, at=at)
        looked = Looked(video.id, video.owner_id, video.workspace_key, document)
        return previews.frame(looked, 0.0, width), "image/jpeg"
    if known is not None and known.candidate.preview_url and width > _SMALL:
        return fetched_preview(platform, video, known.candidate.preview_url)
    raise no_preview()


def _rows(platform: Platform, video: Video, job: Job | None) -> list[Row]:
    key = (job.workspace_key if job else None) or video.workspace_key
    text = text_in(platform.store, key, FILE)
    return parse_plan(text) if text else []


def _shown(platform: Platform, caller: Caller, video: Video, job: Job | None, rows: list[Row]) -> PicturesShown:
    spoken = list((job.result or {}).get("spoken") or []) if job else []
    providers = user_providers(platform, caller.user_id)
    plain = shown_rows(rows)
    for row, told in zip(rows, plain, strict=True):
        told["isNew"] = row.chosen != row.shown
        told["hasPicture"] = row.chosen not in (DESIGNED, GENERATED) or (row.chosen == row.shown and bool(row.file))
    return PicturesShown(
        shots=plain,
        sentences=[SpokenShown.model_validate(row) for row in spoken],
        duration=rows[-1].end if rows else 0.0,
        can_generate=bool(providers.ranked("images")),
        is_changed=draft_of(video).has_new_pictures,
    )


def rows_of(platform: Platform, session: OwnedSession, video: Video) -> list[Row]:
    """The plan of a video's pictures; empty before there is one."""
    return _rows(platform, video, newest_make(session, video))
