"""The list of videos: searched, filtered, sorted, in pages."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.videos import VideoFilter, list_videos
from reelwright.database.tables import Video
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import asked_of
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.shown import card
from reelwright.studio.viewer import ViewerDep
from reelwright.studio.words import STATUSES

router = APIRouter(route_class=PageRoute)
_SHOWN = 24
ORDERS = {
    "newest": ("createdAt", "desc", "Newest first"),
    "oldest": ("createdAt", "asc", "Oldest first"),
    "changed": ("updatedAt", "desc", "Changed lately"),
    "title": ("title", "asc", "Title, A to Z"),
}


class Wanted(BaseModel):
    """The address of a list. What does not fit is ignored rather than refused: people edit addresses."""

    search: str = ""
    status: str = ""
    order: str = "newest"
    view: str = "grid"
    page: str = "1"


@router.get("/videos")
def videos(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    order = wanted.order if wanted.order in ORDERS else "newest"
    status = wanted.status if wanted.status in STATUSES else ""
    sort, direction, _ = ORDERS[order]
    asked = asked_of(
        VideoFilter,
        {
            "search": wanted.search.strip()[:200],
            "status": status,
            "sort": sort,
            "order": direction,
            "page": page_number(wanted.page),
            "limit": _SHOWN,
        },
    )
    found = list_videos(platform, viewer.caller, asked).data
    kept = {"search": asked.search or "", "status": status, "order": order, "view": wanted.view}
    return page(
        request,
        "videos.html",
        viewer,
        videos=_cards(request, [each.id for each in found.items], viewer),
        pages=found.pagination,
        wanted=kept,
        address=addresses("/videos", kept),
        orders={name: row[2] for name, row in ORDERS.items()},
        statuses={name: row[0] for name, row in STATUSES.items() if name != "CANCELLING"},
    )


def _cards(request: Request, ids: list[uuid.UUID], viewer: ViewerDep) -> list[object]:
    platform = request.app.state.platform
    with platform.database.reader_of(viewer.caller.user_id) as session:
        rows = {row.id: row for row in session.scalars(select(Video).where(Video.id.in_(ids)))}
    return [card(platform, rows[each]) for each in ids if each in rows]
