"""Publishing to YouTube: uploads as jobs, and what a channel has: videos, playlists, thumbnails, captions."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader, in_person_to_change
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.channels import youtube_of
from reelwright.app.platform import Platform
from reelwright.app.publish_wishes import PublishWish, publish_job, suggestion_for
from reelwright.business.youtube.uploads import resolve_upload
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import YoutubeUpload
from reelwright.errors import InvalidInput, NotFound
from reelwright.providers.publishing import MOST_TITLE, CaptionTrack, Publication, check_publication
from reelwright.vendors.youtube import channel as there
from reelwright.workflows.jobs.lifecycle import create_job
from reelwright.workflows.jobs.wishes import assets_named

router = APIRouter(prefix="/api/youtube", tags=["youtube"], dependencies=[Depends(in_person_to_change)])
_Channel = Annotated[str | None, Query(max_length=100, description="which channel, when several are connected")]
_Page = Annotated[str, Query(max_length=500, description="`next` of the page before")]
Privacy = Literal["private", "unlisted", "public"]


class Declared(Asked):
    """What people see, and what the maker declares: whether it is made for children, and whether it shows realistic things that
    were generated or altered. ``publishAt`` makes a private video public then."""

    title: str | None = Field(None, min_length=1, max_length=MOST_TITLE)
    description: str | None = Field(None, max_length=5000)
    tags: list[Annotated[str, Field(min_length=1, max_length=100)]] | None = Field(None, max_length=100)
    language: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
    category: str = Field(
        "22", pattern=r"^\d{1,3}$", description="YouTube's category; 22 is People & Blogs, 27 Education"
    )
    privacy: Privacy = "private"
    publish_at: AwareDatetime | None = None
    made_for_kids: bool
    synthetic: bool = Field(description="realistic altered or generated content, as YouTube's rules mean it")


class UploadAsked(Declared):
    """Title, description (with chapters), tags and language left out are suggested from the script."""

    video_id: uuid.UUID
    channel: str | None = Field(None, max_length=100)
    thumbnail: str | None = Field(None, max_length=300, description="asset:ID, or the name of one of the video's files")
    captions: bool = Field(True, description="the video's own captions go along")
    playlist: str = Field("", max_length=100)
    tell_subscribers: bool = True
    again: bool = Field(False, description="upload it even if it was uploaded to the channel before")


class SuggestAsked(Asked):
    video_id: uuid.UUID
    model: bool = Field(True, description="by the language model, where one is configured; else from the script itself")


class ThumbnailAsked(Asked):
    """``picture`` is an uploaded JPEG or PNG (asset:ID) of at most 2 MB; 1280x720 is what YouTube wants."""

    video: str = Field(min_length=1, max_length=100, description="YouTube's id of the video")
    picture: str = Field(max_length=100, pattern=r"^asset:")
    channel: str | None = Field(None, max_length=100)


class CaptionsAsked(Asked):
    video: str = Field(min_length=1, max_length=100)
    file: str = Field(max_length=100, pattern=r"^asset:", description="uploaded .srt or .vtt")
    language: str = Field(max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
    name: str = Field("", max_length=100)
    channel: str | None = Field(None, max_length=100)


class PlaylistAsked(Asked):
    """With a ``title`` a playlist is made; with ``playlist`` the videos are added to that one, in their order."""

    title: str | None = Field(None, min_length=1, max_length=150)
    description: str = Field("", max_length=5000)
    privacy: Privacy = "private"
    playlist: str | None = Field(None, max_length=100)
    videos: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=50)
    channel: str | None = Field(None, max_length=100)


class MoveAsked(Asked):
    video: str = Field(min_length=1, max_length=100)
    place: int = Field(ge=0, le=5000, description="counted from 0")
    channel: str | None = Field(None, max_length=100)


class ChangeAsked(Declared):
    """All that is told, anew: what is left out YouTube takes away. A title is needed."""

    channel: str | None = Field(None, max_length=100)


class ResolveAsked(Asked):
    """``reference`` is the video's id, if it is at YouTube after all."""

    reference: str = Field("", max_length=100)


class Suggested(Wire):
    title: str
    description: str
    tags: list[str]
    language: str
    by: str
    notes: list[str]


class VideoThere(Wire):
    reference: str
    url: str
    title: str
    description: str
    tags: list[str]
    privacy: str
    published_at: str
    publish_at: str
    state: str
    duration: str
    made_for_kids: bool
    synthetic: bool
    picture_url: str
    views: int | None
    likes: int | None
    comments: int | None


class PlaylistShown(Wire):
    reference: str
    title: str
    description: str
    privacy: str
    videos: int


class EntryShown(Wire):
    entry: str
    video: str
    title: str
    place: int


class UploadShown(Wire):
    """``state`` is ``new``, ``open``, ``done`` or ``unclear``; ``sent`` of ``size`` bytes are there."""

    id: uuid.UUID
    channel_id: uuid.UUID
    video_id: uuid.UUID | None
    job_id: uuid.UUID | None
    state: str
    sent: int
    size: int
    reference: str
    title: str
    created_at: datetime


class VideosPage(Wire):
    items: list[VideoThere]
    next: str


class PlaylistsPage(Wire):
    items: list[PlaylistShown]
    next: str


class EntriesPage(Wire):
    items: list[EntryShown]
    next: str


@router.post("/upload", summary="Upload a video, as a job", status_code=202, response_model=Success[JobStarted])
def upload(
    request: Request, platform: PlatformDep, caller: Maker, asked: UploadAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    suggestion = suggestion_for(platform, caller.user_id, asked.video_id, with_model=False)
    wish = upload_wish(asked)

    def make(session: OwnedSession) -> Success[JobStarted]:
        job = create_job(session, platform.engine, caller.user_id, publish_job(session, wish, suggestion))
        return Success(data=job_started(job))

    return once(request, platform, caller, asked, make)


def upload_wish(asked: UploadAsked) -> PublishWish:
    own = {"video_id", "channel", "thumbnail", "captions", "playlist", "again"}
    return PublishWish(
        asked.video_id, asked.model_dump(exclude=own), asked.channel, asked.thumbnail, asked.captions, asked.playlist, asked.again
    )  # fmt: skip


@router.post("/suggest", summary="Title, description with chapters, and tags for a video, from its script")
def suggest(platform: PlatformDep, caller: Maker, asked: SuggestAsked) -> Success[Suggested]:
    found = suggestion_for(platform, caller.user_id, asked.video_id, with_model=asked.model)
    return Success(data=Suggested.model_validate(asdict(found)))


@router.get("/uploads", summary="Uploads of the last time, and how far they are")
def uploads(platform: PlatformDep, caller: Reader) -> Success[list[UploadShown]]:
    query = select(YoutubeUpload).order_by(YoutubeUpload.created_at.desc()).limit(100)
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=[UploadShown.model_validate(row) for row in session.scalars(query)])


@router.post("/uploads/{upload_id}/resolve", summary="Say what became of an upload whose end nobody knows")
def resolve(upload_id: uuid.UUID, platform: PlatformDep, caller: Maker, asked: ResolveAsked) -> Success[UploadShown]:
    with platform.database.session_of(caller.user_id) as session:
        return Success(data=UploadShown.model_validate(resolve_upload(session, upload_id, asked.reference)))


@router.get("/videos", summary="The channel's newest videos with their numbers")
def videos(
    platform: PlatformDep, caller: Reader, channel: _Channel = None, page: _Page = "", limit: Annotated[int, Query(ge=1, le=50)] = 25
) -> Success[VideosPage]:  # fmt: skip
    youtube, row = youtube_of(platform, caller.user_id, channel)
    found = there.uploaded(youtube, row.uploads, page, limit)
    return Success(data=VideosPage(items=[_video(each) for each in found.items], next=found.next))


@router.put("/videos/{reference}", summary="Change what is told of a video, its privacy, schedule and declarations")
def change(reference: str, platform: PlatformDep, caller: Maker, asked: ChangeAsked) -> Success[dict[str, str]]:
    told: dict[str, Any] = asked.model_dump(exclude={"channel"}, exclude_none=True)
    told |= {"title": asked.title or "", "tags": tuple(asked.tags or ())}
    wish = Publication(**told)
    check_publication(wish, now())
    youtube, _ = youtube_of(platform, caller.user_id, asked.channel)
    there.change_video(youtube, reference, wish)
    return Success(data={"reference": reference}, message="changed")


@router.post("/thumbnail", summary="Set the thumbnail of a video")
def thumbnail(platform: PlatformDep, caller: Maker, asked: ThumbnailAsked) -> Success[dict[str, str]]:
    youtube, _ = youtube_of(platform, caller.user_id, asked.channel)
    with tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
        there.set_thumbnail(youtube, asked.video, _fetched(platform, caller.user_id, asked.picture, Path(folder)))
    return Success(data={"video": asked.video}, message="the thumbnail is set")


@router.post("/captions", summary="Add captions to a video")
def captions(platform: PlatformDep, caller: Maker, asked: CaptionsAsked) -> Success[dict[str, str]]:
    youtube, _ = youtube_of(platform, caller.user_id, asked.channel)
    with tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
        file = _fetched(platform, caller.user_id, asked.file, Path(folder))
        if file.suffix.lower() not in (".srt", ".vtt"):
            raise InvalidInput(f"{file.name} is no caption file", hint="upload .srt or .vtt")
        there.add_captions(youtube, asked.video, CaptionTrack(file, asked.language, asked.name))
    return Success(data={"video": asked.video}, message="the captions are there")


@router.get("/playlists", summary="The channel's playlists")
def playlists(
    platform: PlatformDep, caller: Reader, channel: _Channel = None, page: _Page = ""
) -> Success[PlaylistsPage]:
    youtube, _ = youtube_of(platform, caller.user_id, channel)
    found = there.playlists(youtube, page)
    items = [PlaylistShown.model_validate(each) for each in found.items]
    return Success(data=PlaylistsPage(items=items, next=found.next))


@router.post("/playlist", summary="Make a playlist, or add videos to one")
def playlist(platform: PlatformDep, caller: Maker, asked: PlaylistAsked) -> Success[dict[str, Any]]:
    if (asked.title is None) == (asked.playlist is None):
        raise InvalidInput("give either a title or a playlist", hint="a title makes a new one")
    youtube, _ = youtube_of(platform, caller.user_id, asked.channel)
    target = asked.playlist
    if asked.title is not None:
        target = there.make_playlist(youtube, asked.title, asked.description, asked.privacy).reference
    assert target is not None
    added = [asdict(there.add_to_playlist(youtube, target, video)) for video in asked.videos]
    return Success(data={"playlist": target, "added": added})


@router.get("/playlists/{playlist_id}", summary="What is in a playlist")
def entries(
    playlist_id: str, platform: PlatformDep, caller: Reader, channel: _Channel = None, page: _Page = ""
) -> Success[EntriesPage]:
    youtube, _ = youtube_of(platform, caller.user_id, channel)
    found = there.entries(youtube, playlist_id, page)
    return Success(data=EntriesPage(items=[EntryShown.model_validate(each) for each in found.items], next=found.next))


@router.put("/playlists/{playlist_id}/{entry}", summary="Move a video within a playlist")
def move(playlist_id: str, entry: str, platform: PlatformDep, caller: Maker, asked: MoveAsked) -> Success[EntryShown]:
    youtube, _ = youtube_of(platform, caller.user_id, asked.channel)
    moved = there.move_in_playlist(youtube, playlist_id, entry, asked.video, asked.place)
    return Success(data=EntryShown.model_validate(moved))


@router.delete("/playlists/{playlist_id}/{entry}", summary="Take a video out of a playlist")
def take_out(
    playlist_id: str, entry: str, platform: PlatformDep, caller: Maker, channel: _Channel = None
) -> Success[dict[str, str]]:
    youtube, _ = youtube_of(platform, caller.user_id, channel)
    there.take_out(youtube, entry)
    return Success(data={"playlist": playlist_id, "entry": entry}, message="taken out")


def _video(found: there.VideoThere) -> VideoThere:
    row = asdict(found) | {"url": f"https://youtu.be/{found.reference}", "tags": list(found.tags)}
    return VideoThere.model_validate(row)


def _fetched(platform: Platform, owner: uuid.UUID, source: str, folder: Path) -> Path:
    """An uploaded file, laid down with its name's ending."""
    with platform.database.reader_of(owner) as session:
        held = assets_named(session, {source: "/file"}).get(source)
    if held is None:
        raise NotFound("there is no such asset")
    target = folder / f"file{Path(held['name']).suffix.lower()}"
    platform.store.fetch(held["key"], target)
    return target
