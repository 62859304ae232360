"""A video's files: to play, to save, to show; and links for others."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import LINK_AGE, link_to
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.platform import Platform
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Share, Video

router = APIRouter(tags=["videos"])
_MOVING = ("video/", "image/gif", "audio/")


class Link(Wire):
    url: str
    expires_at: datetime
    content_type: str
    size: int


class ShareAsked(Asked):
    expires_in: int = Field(7 * 86400, ge=60, le=366 * 86400, description="seconds")


class ShareShown(Wire):
    id: uuid.UUID
    url: str
    expires_at: datetime


@router.get("/api/videos/{video_id}/playback", summary="A link to play the video")
def playback(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[Link]:
    return _link(platform, caller.user_id, video_id, None, is_download=False)


@router.get("/api/videos/{video_id}/download", summary="A link to save one of the video's files")
def download(video_id: uuid.UUID, platform: PlatformDep, caller: Reader, name: str | None = None) -> Success[Link]:
    return _link(platform, caller.user_id, video_id, name, is_download=True)


@router.get(
    "/api/videos/{video_id}/thumbnail", summary="The picture that stands for the video", response_class=RedirectResponse
)
def thumbnail(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> RedirectResponse:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
    row = next((row for row in video.outputs if row["contentType"] == "image/jpeg"), None)
    if row is None:
        raise not_found("thumbnail")
    return RedirectResponse(link_to(platform, row), 307)


@router.get("/api/videos/{video_id}/captions", summary="The video's captions", response_class=RedirectResponse)
def captions(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, format: Literal["srt", "vtt"] = "vtt"
) -> RedirectResponse:
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
    row = next((row for row in video.outputs if row["name"].endswith(f".{format}")), None)
    if row is None:
        raise not_found("captions")
    return RedirectResponse(link_to(platform, row, is_download=True), 307)


@router.post(
    "/api/videos/{video_id}/share", summary="Make a link that shows the video to whoever has it", status_code=201,
    response_model=Success[ShareShown],
)  # fmt: skip
def share(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: ShareAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[ShareShown]:
        return Success(data=new_share(session, platform, video_id, asked))

    return once(request, platform, caller, asked, make, 201)


def new_share(session: OwnedSession, platform: Platform, video_id: uuid.UUID, asked: ShareAsked) -> ShareShown:
    """A link to one of the session's user's videos. Raises ``ApiError`` for one that is not there or not finished."""
    token = secrets.token_urlsafe(24)
    video = video_of(session, video_id)
    _main_file(video)
    expires_at = now() + timedelta(seconds=asked.expires_in)
    row = Share(owner_id=video.owner_id, video_id=video.id, token_hash=_hash(token), expires_at=expires_at)
    session.add(row)
    session.flush()
    return ShareShown(id=row.id, url=f"{platform.settings.public_url}/s/{token}", expires_at=row.expires_at)


@router.delete("/api/videos/{video_id}/share/{share_id}", summary="End a link")
def unshare(video_id: uuid.UUID, share_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[dict[str, str]]:
    with platform.database.session_of(caller.user_id) as session:
        row = session.scalar(select(Share).where(Share.id == share_id, Share.video_id == video_id))
        if row is None:
            raise not_found("link")
        session.delete(row)
    return Success(data={"id": str(share_id)}, message="the link is dead")


@router.get("/s/{token}", summary="Play a shared video", response_class=RedirectResponse, tags=["videos"])
def shared(token: str, platform: PlatformDep) -> RedirectResponse:
    with platform.database.system_reader() as session:
        row = session.scalar(select(Share).where(Share.token_hash == _hash(token)))
        if row is None:
            raise not_found("link")
        if row.expires_at < now() or row.revoked_at is not None:
            raise ApiError("GONE", "the link has expired")
        video = session.get_one(Video, row.video_id)
        left = row.expires_at - now()
    return RedirectResponse(link_to(platform, _main_file(video), age=min(LINK_AGE, left)), 307)


def _link(
    platform: Any, owner: uuid.UUID, video_id: uuid.UUID, name: str | None, *, is_download: bool
) -> Success[Link]:
    with platform.database.reader_of(owner) as session:
        video = video_of(session, video_id)
    row = _main_file(video) if name is None else next((row for row in video.outputs if row["name"] == name), None)
    if row is None:
        raise not_found("file")
    url = link_to(platform, row, is_download=is_download)
    return Success(data=Link(url=url, expires_at=now() + LINK_AGE, content_type=row["contentType"], size=row["size"]))


def _main_file(video: Video) -> dict[str, Any]:
    row = next((row for row in video.outputs if row["contentType"].startswith(_MOVING)), None)
    if row is None:
        raise ApiError("CONFLICT", f"the video is {video.status}: there is no file of it yet")
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
