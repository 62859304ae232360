"""What a channel has and what can be done there besides uploads: videos, playlists, thumbnails, captions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import MediaUnusable, NotFound, ProviderRefused
from reelwright.providers.publishing import CaptionTrack, Publication
from reelwright.vendors.youtube.service import Youtube
from reelwright.vendors.youtube.upload import resource

MOST_THUMBNAIL_BYTES = 2_097_152
"""2 MB, YouTube's limit."""
_PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Channel:
    reference: str
    title: str
    picture_url: str
    uploads: str
    """The playlist of everything uploaded."""


@dataclass(frozen=True, slots=True)
class VideoThere:
    """A video as YouTube has it. ``published_at`` and ``publish_at`` are RFC 3339; numbers it hides are ``None``."""

    reference: str
    title: str
    description: str
    tags: tuple[str, ...]
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
    file_size: int | None


@dataclass(frozen=True, slots=True)
class Playlist:
    reference: str
    title: str
    description: str
    privacy: str
    videos: int


@dataclass(frozen=True, slots=True)
class PlaylistEntry:
    """``place`` counts from 0; ``entry`` is what is moved or taken out."""

    entry: str
    video: str
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Some:
    """One page; ``next`` asks for the one after it, empty at the end."""

    items: tuple[Any, ...]
    next: str


def own_channel(youtube: Youtube) -> Channel:
    """Raises ``ProviderRefused`` for an account without a channel."""
    told = youtube.call(
        "channels.list", youtube.service.channels().list(part="snippet,contentDetails", mine=True, maxResults=1)
    )
    for row in told.get("items", []):
        snippet = row.get("snippet", {})
        uploads = row.get("contentDetails", {}).get("relatedPlaylists", {}).get("uploads", "")
        return Channel(row["id"], snippet.get("title", ""), _picture(snippet), uploads)
    raise ProviderRefused("the Google account has no YouTube channel", hint="make one at youtube.com, then connect it")


def uploaded(youtube: Youtube, uploads: str, page: str = "", count: int = 25, *, owned_facts: bool = False) -> Some:
    """The newest videos, with their numbers. Two calls of one unit each: a search would cost one of a hundred a day.

    ``owned_facts`` asks for the size of the uploaded file, too.
    """
    asked: dict[str, Any] = {"part": "contentDetails", "playlistId": uploads, "maxResults": count}
    if page:
        asked["pageToken"] = page
    try:
        told = youtube.call("playlistItems.list", youtube.service.playlistItems().list(**asked))
    except NotFound:  # a channel that never had a video has no list of them
        return Some((), "")
    ids = [row["contentDetails"]["videoId"] for row in told.get("items", [])]
    return Some(videos(youtube, ids, owned_facts=owned_facts), told.get("nextPageToken", ""))


def videos(youtube: Youtube, ids: list[str], *, owned_facts: bool = False) -> tuple[VideoThere, ...]:
    """Those of ``ids`` (at most 50) that are there, in their order."""
    if not ids:
        return ()
    parts = "snippet,status,statistics,contentDetails" + (",fileDetails" if owned_facts else "")
    told = youtube.call("videos.list", youtube.service.videos().list(part=parts, id=",".join(ids), maxResults=50))
    rows = {row["id"]: row for row in told.get("items", [])}
    return tuple(_video(rows[each]) for each in ids if each in rows)


def change_video(youtube: Youtube, reference: str, wish: Publication) -> None:
    """Title, description, tags, privacy, schedule and declarations, all of them: what is left out YouTube takes away."""
    body = resource(wish) | {"id": reference}
    youtube.call("videos.update", youtube.service.videos().update(part="snippet,status", body=body))


def set_thumbnail(youtube: Youtube, reference: str, picture: Path) -> None:
    """Raises ``MediaUnusable`` for a picture YouTube would not take."""
    kind = _PICTURES.get(picture.suffix.lower())
    size = picture.stat().st_size
    if kind is None or size > MOST_THUMBNAIL_BYTES:
        raise MediaUnusable(f"{picture.name} ({size} bytes) is no thumbnail", hint="JPEG or PNG of at most 2 MB")
    youtube.call(
        "thumbnails.set", youtube.service.thumbnails().set(videoId=reference, media_body=_whole(picture, kind))
    )


def add_captions(youtube: Youtube, reference: str, track: CaptionTrack) -> None:
    snippet = {"videoId": reference, "language": track.language, "name": track.name, "isDraft": False}
    request = youtube.service.captions().insert(
        part="snippet", body={"snippet": snippet}, media_body=_whole(track.path, "application/octet-stream")
    )
    youtube.call("captions.insert", request)


def caption_languages(youtube: Youtube, reference: str) -> frozenset[str]:
    """Languages whose captions are there already, those YouTube hears by itself left out."""
    told = youtube.call("captions.list", youtube.service.captions().list(part="snippet", videoId=reference))
    rows = [row.get("snippet", {}) for row in told.get("items", [])]
    return frozenset(row.get("language", "") for row in rows if str(row.get("trackKind", "")).lower() != "asr")


def playlists(youtube: Youtube, page: str = "", count: int = 50) -> Some:
    asked: dict[str, Any] = {"part": "snippet,status,contentDetails", "mine": True, "maxResults": count}
    if page:
        asked["pageToken"] = page
    told = youtube.call("playlists.list", youtube.service.playlists().list(**asked))
    return Some(tuple(_playlist(row) for row in told.get("items", [])), told.get("nextPageToken", ""))


def make_playlist(youtube: Youtube, title: str, description: str, privacy: str) -> Playlist:
    body = {"snippet": {"title": title, "description": description}, "status": {"privacyStatus": privacy}}
    return _playlist(
        youtube.call("playlists.insert", youtube.service.playlists().insert(part="snippet,status", body=body))
    )


def entries(youtube: Youtube, playlist: str, page: str = "", count: int = 50) -> Some:
    asked: dict[str, Any] = {"part": "snippet", "playlistId": playlist, "maxResults": count}
    if page:
        asked["pageToken"] = page
    told = youtube.call("playlistItems.list", youtube.service.playlistItems().list(**asked))
    return Some(tuple(_entry(row) for row in told.get("items", [])), told.get("nextPageToken", ""))


def is_in_playlist(youtube: Youtube, playlist: str, video: str) -> bool:
    request = youtube.service.playlistItems().list(part="id", playlistId=playlist, videoId=video, maxResults=1)
    return bool(youtube.call("playlistItems.list", request).get("items"))


def add_to_playlist(youtube: Youtube, playlist: str, video: str, place: int | None = None) -> PlaylistEntry:
    """At its end, or at ``place``."""
    body = {"snippet": _place(playlist, video, place)}
    return _entry(
        youtube.call("playlistItems.insert", youtube.service.playlistItems().insert(part="snippet", body=body))
    )


def move_in_playlist(youtube: Youtube, playlist: str, entry: str, video: str, place: int) -> PlaylistEntry:
    body = {"id": entry, "snippet": _place(playlist, video, place)}
    return _entry(
        youtube.call("playlistItems.update", youtube.service.playlistItems().update(part="snippet", body=body))
    )


def take_out(youtube: Youtube, entry: str) -> None:
    youtube.call("playlistItems.delete", youtube.service.playlistItems().delete(id=entry))


def _place(playlist: str, video: str, place: int | None) -> dict[str, Any]:
    snippet: dict[str, Any] = {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video}}
    return snippet if place is None else snippet | {"position": place}


def _video(row: dict[str, Any]) -> VideoThere:
    snippet, status, numbers = row.get("snippet", {}), row.get("status", {}), row.get("statistics", {})
    size = row.get("fileDetails", {}).get("fileSize")
    return VideoThere(
        row["id"], snippet.get("title", ""), snippet.get("description", ""), tuple(snippet.get("tags", ())),
        status.get("privacyStatus", ""), snippet.get("publishedAt", ""), status.get("publishAt", ""), status.get("uploadStatus", ""),
        row.get("contentDetails", {}).get("duration", ""),
        bool(status.get("selfDeclaredMadeForKids", status.get("madeForKids", False))), bool(status.get("containsSyntheticMedia", False)),
        _picture(snippet), _count(numbers, "viewCount"), _count(numbers, "likeCount"), _count(numbers, "commentCount"),
        int(size) if size is not None else None,
    )  # fmt: skip


def _playlist(row: dict[str, Any]) -> Playlist:
    snippet = row.get("snippet", {})
    count = int(row.get("contentDetails", {}).get("itemCount", 0))
    privacy = row.get("status", {}).get("privacyStatus", "")
    return Playlist(row["id"], snippet.get("title", ""), snippet.get("description", ""), privacy, count)


def _entry(row: dict[str, Any]) -> PlaylistEntry:
    snippet = row.get("snippet", {})
    video = snippet.get("resourceId", {}).get("videoId", "")
    return PlaylistEntry(row["id"], video, snippet.get("title", ""), int(snippet.get("position", 0)))


def _count(numbers: dict[str, Any], name: Literal["viewCount", "likeCount", "commentCount"]) -> int | None:
    return int(numbers[name]) if name in numbers else None


def _picture(snippet: dict[str, Any]) -> str:
    sizes = snippet.get("thumbnails", {})
    return next((sizes[size].get("url", "") for size in ("medium", "default", "high") if size in sizes), "")


def _whole(path: Path, kind: str) -> Any:
    """A small file in one piece."""
    from googleapiclient.http import MediaInMemoryUpload  # noqa: PLC0415

    return MediaInMemoryUpload(path.read_bytes(), mimetype=kind, resumable=False)
