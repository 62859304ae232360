"""What of mine was flagged, and asking for a person's look."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import PlatformDep, Reader, Writer
from reelwright.api.listing import listed
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.business.moderation.flagged import appeal
from reelwright.database.tables import ModerationItem

router = APIRouter(prefix="/api/moderation", tags=["moderation"])
_SORTABLE = {"createdAt": ModerationItem.created_at, "id": ModerationItem.id}


class MyFlagged(Wire):
    """``state`` is ``open`` (nobody has looked), ``appealed``, ``upheld`` (it stays refused) or ``allowed`` (try again)."""

    id: uuid.UUID
    job_id: uuid.UUID | None
    kind: str
    moderator: str
    categories: list[str]
    excerpt: str
    state: str
    appeal: str
    note: str
    created_at: datetime
    appealed_at: datetime | None
    decided_at: datetime | None


class AppealAsked(Asked):
    text: str = Field(min_length=1, max_length=2000)


@router.get("", summary="What of mine was flagged by moderation")
def index(platform: PlatformDep, caller: Reader, paging: Annotated[Paging, Query()]) -> Success[Page[MyFlagged]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, select(ModerationItem), paging, _SORTABLE)
        items = [MyFlagged.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post("/{item_id}/appeal", summary="Ask for a person's look")
def appealed(item_id: uuid.UUID, asked: AppealAsked, platform: PlatformDep, caller: Writer) -> Success[MyFlagged]:
    with platform.database.session_of(caller.user_id) as session:
        return Success(
            data=MyFlagged.model_validate(appeal(session, item_id, asked.text)), message="a person will look"
        )
