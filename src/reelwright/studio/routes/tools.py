"""What can be made beside videos of articles: one page that leads to each, and what was made last."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.tables import Job
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.pages import page
from reelwright.studio.shown import MADE_KINDS, job_row
from reelwright.studio.viewer import ViewerDep

router = APIRouter(prefix="/tools", route_class=PageRoute)
_SHOWN = 20


@router.get("")
def tools(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    owner = viewer.caller.user_id
    query = select(Job).where(Job.kind.in_(MADE_KINDS)).order_by(Job.created_at.desc()).limit(_SHOWN)
    with platform.database.reader_of(owner) as session:
        made = [job_row(job, None) for job in session.scalars(query)]
    films = bool(user_providers(platform, owner).ranked("clips"))
    return page(request, "tools.html", viewer, made=made, films=films)
