"""Editing a video's document step by step: a draft that is kept on the server, with undo, until it is saved as a version.

Every answer has the draft's revision as its ``ETag``. A change with ``If-Match`` is refused when somebody else was faster.
"""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.video_work import DocumentChanged, start_rendering
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.platform import Platform
from reelwright.app.video_drafts import (
    add_step,
    check_revision,
    discard,
    draft_of,
    has_unsaved,
    redo_step,
    save,
    undo_step,
)
from reelwright.app.video_wishes import OutputAsked
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video, VideoDraft
from reelwright.workflows.jobs.wishes import RenderWish, render_request
from reelwright.workflows.jobs.workspace_edit import files_in

router = APIRouter(prefix="/api/videos/{video_id}/edit", tags=["editing"])

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, description="the ETag of what was read", examples=['"7"']),
]


class DraftState(Wire):
    """``undo`` and ``redo`` name the step that would be taken back or done again. ``isStale``: the video has a newer version than
    the one this draft began from."""

    revision: int
    base_version: int
    newest_version: int
    has_unsaved: bool
    is_stale: bool
    undo: str | None
    redo: str | None


class DraftShown(DraftState):
    document: dict[str, Any]


class DraftMoved(DraftState):
    """``patch`` is what happened to the document."""

    patch: list[dict[str, Any]]


class DraftStep(Asked):
    """A JSON patch (RFC 6902). Steps of one ``group`` that follow each other are taken back as one."""

    label: str = Field("Edit", max_length=120, examples=["Change a caption"])
    group: str = Field("", max_length=200, examples=["/tracks/1/clips/0/text"])
    patch: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=2000,
        examples=[[{"op": "replace", "path": "/tracks/1/clips/0/text", "value": "Rice"}]],
    )


class DraftSaved(Asked):
    """``name`` is the new version's. ``render`` starts a rendering. ``overwrite``: also over a newer version of the video."""

    name: str = Field("", max_length=200, examples=["Shorter opening"])
    render: bool = False
    overwrite: bool = False
    outputs: list[OutputAsked] = Field(default_factory=list, max_length=8)


@router.get("", summary="The video's document as it is being edited")
def show(video_id: uuid.UUID, platform: PlatformDep, caller: Reader, response: Response) -> Success[DraftShown]:
    with platform.database.reader_of(caller.user_id) as session:
        video = editable(session, video_id)
        draft = draft_of(session, video)
        return Success(data=_shown(draft, video, response))


@router.patch("", summary="Edit the draft by a JSON patch")
def step(
    video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: DraftStep, response: Response, match: IfMatch = None
) -> Success[DraftState]:  # fmt: skip
    made = _made(platform, caller.user_id, video_id)
    with platform.database.session_of(caller.user_id) as session:
        video, draft = _held(session, video_id, match)
        add_step(draft, asked.label, asked.group, asked.patch)
        if not isinstance(draft.document, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiError("INVALID_INPUT", "a document is a JSON object")
        render_request(session, RenderWish(draft.document, made=made))
        session.add(draft)
        return Success(data=DraftState(**_state(draft, video, response)))


@router.post("/undo", summary="Take the last edit back")
def undo(
    video_id: uuid.UUID, platform: PlatformDep, caller: Writer, response: Response, match: IfMatch = None
) -> Success[DraftMoved]:
    return _moved(platform, caller.user_id, video_id, response, match, is_undo=True)


@router.post("/redo", summary="Do an edit again that was taken back")
def redo(
    video_id: uuid.UUID, platform: PlatformDep, caller: Writer, response: Response, match: IfMatch = None
) -> Success[DraftMoved]:
    return _moved(platform, caller.user_id, video_id, response, match, is_undo=False)


@router.delete("", summary="Forget the edits; the draft is the newest version again")
def forget(video_id: uuid.UUID, platform: PlatformDep, caller: Writer, response: Response) -> Success[DraftShown]:
    with platform.database.session_of(caller.user_id) as session:
        video, draft = _held(session, video_id, None)
        discard(session, draft, video)
        session.add(draft)
        return Success(data=_shown(draft, video, response))


@router.post(
    "/save",
    summary="Keep the draft as a new version, and render what it touches",
    status_code=202,
    response_model=Success[DocumentChanged],
)
def keep(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: DraftSaved,
    _key: IdempotencyKey = None,
    match: IfMatch = None,
) -> JSONResponse:
    made = _made(platform, caller.user_id, video_id)

    def make(session: OwnedSession) -> Success[DocumentChanged]:
        video, draft = _held(session, video_id, match)
        outputs = tuple(output.model_dump(exclude_none=True) for output in asked.outputs)
        wish = render_request(session, RenderWish(draft.document, outputs=outputs, made=made))
        version = save(session, draft, video, asked.name, overwrite=asked.overwrite)
        session.add(draft)
        job = start_rendering(session, platform, video, wish) if asked.render else None
        return Success(data=DocumentChanged(version=version, job=job_started(job) if job else None))

    return once(request, platform, caller, asked, make)


def editable(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """A video with a timeline. Raises ``ApiError``."""
    video = video_of(session, video_id)
    if video.kind == "dub":
        raise ApiError("CONFLICT", "a dub has segments, no timeline", hint="edit them below /api/dubs")
    return video


def expected(match: str | None) -> int | None:
    """The revision or version an ``If-Match`` header names. Raises ``ApiError`` for one that is none of ours."""
    if match is None or match.strip() == "*":
        return None
    told = match.strip().removeprefix("W/").strip('"')
    if not told.isdecimal() or len(told) > 9:
        raise ApiError("PRECONDITION_FAILED", "If-Match is not an ETag of ours", hint='send it as it came, such as "7"')
    return int(told)


def _held(session: OwnedSession, video_id: uuid.UUID, match: str | None) -> tuple[Video, VideoDraft]:
    """The video and its draft, both held against changes by others."""
    video = session.scalar(select(Video).where(Video.id == video_id).with_for_update())
    if video is None:
        raise not_found("video")
    editable(session, video_id)
    draft = draft_of(session, video, for_update=True)
    check_revision(draft, expected(match))
    return video, draft


def _moved(
    platform: Platform, owner: uuid.UUID, video_id: uuid.UUID, response: Response, match: str | None, *, is_undo: bool
) -> Success[DraftMoved]:
    with platform.database.session_of(owner) as session:
        video, draft = _held(session, video_id, match)
        patch = undo_step(draft) if is_undo else redo_step(draft)
        session.add(draft)
        return Success(data=DraftMoved(**_state(draft, video, response), patch=patch))


def _made(platform: Platform, owner: uuid.UUID, video_id: uuid.UUID) -> frozenset[str]:
    """The files of the video's own workspace, which its document may name."""
    with platform.database.reader_of(owner) as session:
        key = video_of(session, video_id).workspace_key
    return frozenset(files_in(platform.store, key))


def _shown(draft: VideoDraft, video: Video, response: Response) -> DraftShown:
    return DraftShown(**_state(draft, video, response), document=draft.document)


def _state(draft: VideoDraft, video: Video, response: Response) -> dict[str, Any]:
    response.headers["ETag"] = f'"{draft.revision}"'
    return {
        "revision": draft.revision, "base_version": draft.base_version, "newest_version": video.version,
        "has_unsaved": has_unsaved(draft), "is_stale": draft.base_version != video.version,
        "undo": draft.steps[draft.position - 1]["label"] if draft.position else None,
        "redo": draft.steps[draft.position]["label"] if draft.position < len(draft.steps) else None,
    }  # fmt: skip
