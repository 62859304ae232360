"""The first page after signing in: what runs, what was made lately, what was spent."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.costs import usage
from reelwright.database.tables import Job, Video
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import EXAMPLE_TITLE
from reelwright.studio.pages import page
from reelwright.studio.shown import card, job_row
from reelwright.studio.viewer import ViewerDep
from reelwright.workflows.jobs.lifecycle import ACTIVE

router = APIRouter(route_class=PageRoute)
_RECENT, _RUNNING = 8, 10


@router.get("/dashboard")
def dashboard(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    with platform.database.reader_of(viewer.caller.user_id) as session:
        recent = list(session.scalars(select(Video).order_by(Video.created_at.desc()).limit(_RECENT)))
        running = session.execute(
            select(Job, Video.title)
            .outerjoin(Video, Video.id == Job.video_id)
            .where(Job.status.in_(ACTIVE))
            .order_by(Job.created_at.desc())
            .limit(_RUNNING)
        ).all()
    return page(
        request,
        "dashboard.html",
        viewer,
        videos=[card(platform, each) for each in recent],
        jobs=[job_row(job, title) for job, title in running],
        usage=usage(platform, viewer.caller).data,
        example_title=EXAMPLE_TITLE,
    )
