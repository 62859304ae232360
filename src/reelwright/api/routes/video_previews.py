"""Looking at a video's document, or its draft, before it is rendered: frames, where things lie in time, what a rendering would draw
again, a small film to play; and its media as track views show them."""

from __future__ import annotations

import base64
import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import Field

from reelwright.api.caller import PlatformDep, Reader
from reelwright.api.errors import ApiError, not_found
from reelwright.api.preview_desk import DeskDep
from reelwright.api.routes.video_drafts import editable
from reelwright.api.routes.video_work import version_of
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Success, Wire
from reelwright.app.looking import rendered_document, sight_of
from reelwright.app.video_drafts import draft_of
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video
from reelwright.isolation.kept import Superseded
from reelwright.worker.preview.exports import TYPES, ExportForm
from reelwright.worker.preview.previews import Looked, digest_of

router = APIRouter(prefix="/api/videos/{video_id}", tags=["editing"])
_PICTURES = {"jpeg": "image/jpeg", "webp": "image/webp"}
_PIXELS_A_SECOND = 60 * 1920 * 1080
"""Drawn and encoded on two cores (docs/performance.md, T1)."""
_SECONDS_TO_FINISH = 3.0
_SOUND_SECONDS = 0.03
"""For each second of sound that is mixed, measured and encoded."""

Seconds = Annotated[float, Query(ge=0, le=86_400, description="seconds", examples=[2.5])]
Width = Annotated[int, Query(ge=16, le=3840, description="pixels", examples=[640])]
Form = Annotated[Literal["jpeg", "webp"], Query(description="the format of the picture")]
Stream = Annotated[
    str,
    Query(max_length=60, description="of requests of one stream that wait only the newest is answered; others get 204"),
]


class ClipPlaced(Wire):
    """``start`` and ``end`` in seconds of the video, ``from`` in seconds of the medium. ``overlap`` is what a transition shares with
    the clip before."""

    pointer: str
    id: str | None
    type: str
    start: float
    end: float
    overlap: float
    label: str
    source: str | None
    from_: float = Field(alias="from")
    speed: float
    media_seconds: float | None
    has_sound: bool
    has_picture: bool


class TrackPlaced(Wire):
    pointer: str
    name: str | None
    clips: list[ClipPlaced]


class CaptionsPlaced(Wire):
    """``words`` (times from the clip's ``start``) and ``cues``: seconds, and the numbers of the first word and the one after the last."""

    pointer: str
    start: float
    words: list[dict[str, Any]]
    cues: list[dict[str, Any]]


class Layout(Wire):
    duration: float
    frames: int
    fps: float
    width: int
    height: int
    tracks: list[TrackPlaced]
    captions: list[CaptionsPlaced]


class Reason(Wire):
    """``what``: a clip was ``changed``, ``added`` or ``removed``; ``moved``: other things moved; ``not kept``: it was drawn before, but
    is not there any more; ``new``: nothing was drawn yet. ``label`` are a few words the clip is known by."""

    what: str
    pointer: str
    label: str


class SpanAgain(Wire):
    start: float
    end: float
    chunks: int
    reasons: list[Reason]


class RenderPlan(Wire):
    """What a rendering would draw and encode again. ``seconds`` is a guess of how long that takes."""

    spans: list[SpanAgain]
    chunks: int
    all_chunks: int
    frames: int
    all_frames: int
    sound: bool
    seconds: float


class ProxyShown(Wire):
    """``progress`` is 0 to 1; ``url`` plays it once it is ``ready``."""

    state: Literal["working", "ready", "failed"]
    progress: float
    error: str
    url: str | None


class Peaks(Wire):
    """The largest swing of the sound in each stretch, 0 to 255."""

    seconds: float
    per_second: float
    peaks: list[int]


@router.get("/frame", summary="One frame of the video's document, as it will be rendered", response_class=Response)
def frame(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep, at: Seconds = 0.0, width: Width = 960,
    version: int | None = None, format: Form = "jpeg",
) -> Response:  # fmt: skip
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        looked = _looked(session, video, version_of(session, video, version).document)
    picture = desk.previews.frame(looked, at, width, format)
    return Response(picture, media_type=_PICTURES[format], headers={"Cache-Control": "private, max-age=3600"})


@router.get(
    "/edit/frame",
    summary="One frame of the draft, as it will be rendered",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {}, "image/webp": {}}},
        204: {"description": "a newer request took its place"},
    },
)
def draft_frame(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep, at: Seconds = 0.0, width: Width = 640,
    format: Form = "jpeg", stream: Stream = "",
) -> Response:  # fmt: skip
    looked = _draft(platform, caller.user_id, video_id)
    try:
        picture = desk.previews.frame(looked, at, width, format, f"{caller.user_id}:{stream}" if stream else "")
    except Superseded:
        return Response(status_code=204)
    return Response(picture, media_type=_PICTURES[format], headers={"Cache-Control": "private, no-store"})


@router.get("/edit/layout", summary="Where the clips and captions of the draft lie in time")
def layout(video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep) -> Success[Layout]:
    looked = _draft(platform, caller.user_id, video_id)
    return Success(data=Layout.model_validate(desk.previews.ask(looked, "facts", {"do": "layout"}, "layout")))


@router.get("/edit/plan", summary="What of the draft a rendering would draw again, and why")
def plan(video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep) -> Success[RenderPlan]:
    looked = _draft(platform, caller.user_id, video_id)
    with platform.database.reader_of(caller.user_id) as session:
        before = rendered_document(session, editable(session, video_id))
    base = None if before is None else {"digest": digest_of(before), "document": before, "made": []}
    told = desk.previews.ask(looked, "facts", {"do": "plan", "base": base})
    drawn = told["frames"] * told["width"] * told["height"] / _PIXELS_A_SECOND
    sound = told["duration"] * _SOUND_SECONDS if told["sound"] else 0.0
    return Success(data=RenderPlan.model_validate(told | {"seconds": round(drawn + sound + _SECONDS_TO_FINISH, 1)}))


@router.post("/edit/proxy", summary="A small film of the draft to play; made in the background", status_code=202)
def proxy(video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep) -> Success[ProxyShown]:
    state = desk.proxies.wanted(_draft(platform, caller.user_id, video_id))
    url = f"/api/videos/{video_id}/proxy/{state.digest}" if state.state == "ready" else None
    return Success(data=ProxyShown(state=state.state, progress=round(state.progress, 3), error=state.error, url=url))


@router.get("/proxy/{digest}", summary="The small film", response_class=FileResponse)
def film(video_id: uuid.UUID, digest: str, platform: PlatformDep, caller: Reader, desk: DeskDep) -> FileResponse:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
    path = desk.proxies.path_of(video.id, digest) if digest.isalnum() else None
    if path is None or not path.is_file():
        raise not_found("film")
    return FileResponse(path, media_type="video/mp4", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/peaks", summary="The outline of the sound of one of the document's files")
def peaks(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep, response: Response,
    source: Annotated[str, Query(max_length=2000, description="as the document names it", examples=["voice.wav"])],
) -> Success[Peaks]:  # fmt: skip
    looked = _draft(platform, caller.user_id, video_id)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return Success(data=Peaks.model_validate(desk.previews.ask(looked, "facts", {"do": "peaks", "source": source})))


@router.get("/strip", summary="Pictures of one of the document's files, side by side", response_class=Response)
def strip(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep,
    source: Annotated[str, Query(max_length=2000, description="as the document names it", examples=["bg.mp4"])],
    at: Annotated[list[float], Query(min_length=1, max_length=60, description="seconds of the medium")],
    height: Annotated[int, Query(ge=16, le=240)] = 48,
) -> Response:  # fmt: skip
    if any(not 0 <= each <= 86_400 for each in at):
        raise ApiError("VALIDATION_ERROR", "a time lies between 0 and 86400 seconds")
    looked = _draft(platform, caller.user_id, video_id)
    told = desk.previews.ask(looked, "facts", {"do": "strip", "source": source, "times": at, "height": height})
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(base64.b64decode(told["picture"]), media_type="image/jpeg", headers=headers)


@router.get(
    "/export/{form}",
    summary="The document for other programs: captions, or a timeline of cuts",
    response_class=Response,
)
def export(
    video_id: uuid.UUID,
    form: ExportForm,
    platform: PlatformDep,
    caller: Reader,
    desk: DeskDep,
    version: int | None = None,
) -> Response:
    with platform.database.reader_of(caller.user_id) as session:
        video = editable(session, video_id)
        looked = _looked(session, video, version_of(session, video, version).document)
    text = desk.previews.ask(looked, "facts", {"do": "export", "form": form})["text"]
    headers = {"Content-Disposition": f'attachment; filename="{"words" if form == "json" else "video"}.{form}"'}
    return Response(text, media_type=TYPES[form], headers=headers)


def _draft(platform: Any, owner: uuid.UUID, video_id: uuid.UUID) -> Looked:
    with platform.database.reader_of(owner) as session:
        video = editable(session, video_id)
        return _looked(session, video, draft_of(session, video).document)


def _looked(session: OwnedSession, video: Video, document: dict[str, Any]) -> Looked:
    sight = sight_of(session, video, document)
    return Looked(video.id, video.owner_id, video.workspace_key, document, sight.assets, sight.made_of)
