"""Jobs that work on a finished video without making it: its thumbnails, its uploads."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import Job
from reelwright.studio.viewer import Viewer


def jobs_on_video(platform: Platform, viewer: Viewer, kind: str, video_id: uuid.UUID, most: int) -> list[Job]:
    """The newest first."""
    query = (
        select(Job)
        .where(Job.kind == kind, Job.request["video"].as_string() == str(video_id))
        .order_by(Job.created_at.desc())
        .limit(most)
    )
    with platform.database.reader_of(viewer.caller.user_id) as session:
        return list(session.scalars(query))
