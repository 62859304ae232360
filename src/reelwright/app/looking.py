"""What has to be known to look at a document of a video: its files, and what providers have made of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset, Job, Video, VideoVersion
from reelwright.timeline.document_sources import document_sources
from reelwright.workflows.jobs.wishes import ASSET


@dataclass(frozen=True)
class Sight:
    """``assets`` are blob and name of the user's files the document names; ``made_of`` is the newest version's
    document, where providers make something of it."""

    assets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    made_of: Mapping[str, Any] | None = None


def sight_of(session: OwnedSession, video: Video, document: Mapping[str, Any]) -> Sight:
    """An asset that is not there (any more) is left out: the files of the last rendering may still hold it."""
    wanted: dict[str, uuid.UUID] = {}
    for source in document_sources(dict(document)):
        if source.lower().startswith(ASSET):
            try:
                wanted[source] = uuid.UUID(source[len(ASSET) :].lstrip("/"))
            except ValueError:
                continue
    rows = (
        {row.id: row for row in session.scalars(select(Asset).where(Asset.id.in_(set(wanted.values()))))}
        if wanted
        else {}
    )
    assets = {
        source: {"key": str(rows[asset].blob_key), "name": rows[asset].name}
        for source, asset in wanted.items()
        if asset in rows and rows[asset].blob_key is not None
    }
    if not _asks_providers(document):
        return Sight(assets)
    newest = session.scalar(
        select(VideoVersion.document).where(VideoVersion.video_id == video.id, VideoVersion.version == video.version)
    )
    return Sight(assets, newest)


def _asks_providers(document: Mapping[str, Any]) -> bool:
    """Whether there is a clip that a provider makes."""
    tracks: list[Any] = document.get("tracks") or []
    clips = (clip for track in tracks for clip in track.get("clips") or ())
    return any((clip.get("clip") or clip).get("type") in ("speech", "generate") for clip in clips)


def rendered_document(session: OwnedSession, video: Video) -> dict[str, Any] | None:
    """The document the files of the video were rendered of; ``None`` before there are any."""
    job = session.scalar(
        select(Job).where(Job.video_id == video.id, Job.status == "COMPLETED").order_by(Job.created_at.desc()).limit(1)
    )
    if job is None:
        return None
    if job.kind == "render" and job.request.get("document"):
        return job.request["document"]
    return session.scalar(
        select(VideoVersion.document)
        .where(VideoVersion.video_id == video.id, VideoVersion.author == "made")
        .order_by(VideoVersion.version.desc())
        .limit(1)
    )
