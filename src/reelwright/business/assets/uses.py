"""What a user's asset is used in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import String, cast, or_, select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Template, Video, VideoVersion

_MOST = 50


def videos_using(session: OwnedSession, asset_id: uuid.UUID) -> Sequence[Video]:
    """Videos whose work or document names the asset, newest first; at most 50."""
    name = str(asset_id)
    jobs = select(Job.video_id).where(Job.video_id.is_not(None), cast(Job.request, String).contains(name))
    documents = select(VideoVersion.video_id).where(cast(VideoVersion.document, String).contains(name))
    query = select(Video).where(or_(Video.id.in_(jobs), Video.id.in_(documents)))
    return session.scalars(query.order_by(Video.created_at.desc()).limit(_MOST)).all()


def templates_using(session: OwnedSession, asset_id: uuid.UUID) -> Sequence[Template]:
    """Templates that name the asset, newest first; at most 50."""
    query = select(Template).where(cast(Template.document, String).contains(str(asset_id)))
    return session.scalars(query.order_by(Template.created_at.desc()).limit(_MOST)).all()
