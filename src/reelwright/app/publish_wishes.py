"""Wishes to publish videos of the library: what is told of them, and the files that go along."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.business.youtube.channels import channel_of
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video, VideoVersion
from reelwright.errors import InvalidInput, NotFound
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.publish.suggest import Suggestion, suggested
from reelwright.providers.publishing import Publication, check_publication
from reelwright.providers.text_fallback import FirstText
from reelwright.units.time import exact
from reelwright.workflows.jobs.lifecycle import NewJob
from reelwright.workflows.jobs.wishes import assets_named
from reelwright.workflows.jobs.workspace_edit import text_in

_CLOCK = re.compile(r"\d+:\d\d")
_CAPTIONS = (".srt", ".vtt")


@dataclass(frozen=True)
class PublishWish:
    """``told`` are fields of a ``Publication``; title, description, tags and language left out are suggested. ``thumbnail`` is an
    asset (``asset:ID``) or a file of the video, ``captions`` says whether the video's own go along."""

    video: uuid.UUID
    told: dict[str, Any] = field(default_factory=dict[str, Any])
    channel: str | None = None
    thumbnail: str | None = None
    captions: bool = True
    playlist: str = ""
    again: bool = False


def suggestion_for(platform: Platform, owner: uuid.UUID, video_id: uuid.UUID, *, with_model: bool) -> Suggestion:
    """Title, description with chapters, and tags for a video. Raises ``NotFound``."""
    with platform.database.reader_of(owner) as session:
        video = _video(session, video_id)
        document = session.scalar(
            select(VideoVersion.document).where(
                VideoVersion.video_id == video.id, VideoVersion.version == video.version
            )
        )
    text = text_in(platform.store, video.workspace_key, "script.md")
    script = parse_script(text, "script.md", "en") if text else None
    chapters = _chapters(document or {})
    models = user_providers(platform, owner).ports("text") if with_model else []
    duration = video.facts.get("duration")
    return suggested(
        script, video.title, chapters, float(duration) if duration else None, FirstText(tuple(models)) if models else None,
        _credits(platform, video),
    )  # fmt: skip


def _chapters(document: dict[str, Any]) -> list[tuple[str, float]]:
    """Titles and starts in seconds; a start that is still to be filled in has no place yet."""
    found: list[tuple[str, float]] = []
    for row in document.get("chapters", []):
        try:
            found.append((str(row["title"]), float(exact(row["start"]))))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def publish_job(session: OwnedSession, wish: PublishWish, suggestion: Suggestion) -> NewJob:
    """The job. Raises ``InvalidInput``, ``NotFound``, and ``ProviderNeeded`` without a channel."""
    video = _video(session, wish.video)
    channel = channel_of(session, wish.channel)
    main = _output(video, lambda row: str(row["contentType"]).startswith("video/"))
    if main is None:
        raise InvalidInput(f"the video is {video.status}: there is no file of it yet", hint="wait until it is made")
    own = {name: getattr(suggestion, name) for name in ("title", "description", "tags", "language")}
    publication = Publication(**(own | {name: value for name, value in wish.told.items() if value is not None}))
    publication = replace(publication, tags=tuple(publication.tags), title=publication.title.strip())
    check_publication(publication, now())
    request: dict[str, Any] = {
        "video": str(video.id), "channel": str(channel.id), "publication": _plain(publication), "playlist": wish.playlist,
        "again": wish.again, "file": _source(video, main), "captions": [],
    }  # fmt: skip
    assets = {_source(video, main): _held(main)}
    if wish.captions and (row := _output(video, lambda row: str(row["name"]).endswith(_CAPTIONS))) is not None:
        assets[_source(video, row)] = _held(row)
        request["captions"] = [{"source": _source(video, row), "language": publication.language or "en"}]
    if wish.thumbnail:
        source, held = _thumbnail(session, video, wish.thumbnail)
        assets[source], request["thumbnail"] = held, source
    return NewJob("publish", request | {"sources": list(assets), "assets": assets})


def thumbnails_job(session: OwnedSession, video_id: uuid.UUID, told: dict[str, Any]) -> NewJob:
    """A job that designs thumbnails of a video; ``told`` are the fields of a ``ThumbnailWish``. Raises ``NotFound``, ``InvalidInput``."""
    video = _video(session, video_id)
    main = _output(video, lambda row: str(row["contentType"]).startswith("video/"))
    if main is None:
        raise InvalidInput(f"the video is {video.status}: there is no file of it yet", hint="wait until it is made")
    source = _source(video, main)
    request = {"video": str(video.id), "file": source, "sources": [source], "assets": {source: _held(main)}}
    return NewJob("thumbnails", told | {"title": told.get("title") or video.title} | request)


def _thumbnail(session: OwnedSession, video: Video, wanted: str) -> tuple[str, dict[str, Any]]:
    if wanted.lower().startswith("asset:"):
        return wanted, assets_named(session, {wanted: "/thumbnail"})[wanted]
    row = _output(video, lambda row: row["name"] == wanted)
    if row is None:
        raise NotFound(f"the video has no file {wanted[:100]!r}", hint="name one of its files, or asset:ID")
    return _source(video, row), _held(row)


def _video(session: OwnedSession, video_id: uuid.UUID) -> Video:
    video = session.get(Video, video_id)
    if video is None:
        raise NotFound("there is no such video")
    return video


def _output(video: Video, fits: Any) -> dict[str, Any] | None:
    return next((row for row in video.outputs if fits(row)), None)


def _source(video: Video, row: dict[str, Any]) -> str:
    return f"video:{video.id}/{row['name']}"


def _held(row: dict[str, Any]) -> dict[str, Any]:
    return {"key": row["key"], "name": row["name"], "seconds": 0.0}


def _plain(publication: Publication) -> dict[str, Any]:
    moment: datetime | None = publication.publish_at
    return asdict(publication) | {"tags": list(publication.tags), "publish_at": moment.isoformat() if moment else None}


def _credits(platform: Platform, video: Video) -> list[str]:
    """Who made the pictures: what stands below the chapters in the file beside the video."""
    row = _output(video, lambda row: str(row["name"]).endswith(".txt") and "chapters" in str(row["name"]))
    if row is None:
        return []
    text = b"".join(platform.store.read(row["key"])).decode("utf-8", "replace")
    return [line for line in text.splitlines() if line.strip() and not _CLOCK.match(line)]
