"""The page on which a video's document is edited."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request, Response

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import videos as api
from reelwright.api.routes.video_drafts import editable
from reelwright.captions.styles import STYLES
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.pages import page
from reelwright.studio.shown import file_rows, job_row
from reelwright.studio.viewer import ViewerDep

router = APIRouter(prefix="/videos/{video_id}/edit", route_class=PageRoute)


@router.get("")
def show(video_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """The page fetches the draft itself, by the API. Where there is no document yet it says so."""
    with platform.database.reader_of(viewer.caller.user_id) as session:
        video = editable(session, video_id)
        job = api.newest_job(session, video_id)
    return page(
        request,
        "editor.html",
        viewer,
        video=video,
        job=job_row(job, video.title) if job else None,
        downloads=file_rows(platform, video),
        styles=list(STYLES),
    )
