"""The queue of flagged words and pictures, and deciding about them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Admin, PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.listing import listed
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.mails.queueing import queue_mail
from reelwright.business.moderation.flagged import Decision, decide
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import ModerationItem, User

router = APIRouter(prefix="/moderation")
_SORTABLE = {"createdAt": ModerationItem.created_at, "score": ModerationItem.score_percent, "id": ModerationItem.id}
_LINK = timedelta(minutes=15)


class FlaggedShown(Wire):
    """``score`` is 0 to 1. ``state`` ``open``, ``appealed``, ``upheld`` or ``allowed``."""

    id: uuid.UUID
    owner_id: uuid.UUID
    owner: str
    job_id: uuid.UUID | None
    kind: str
    moderator: str
    categories: list[str]
    score: float
    excerpt: str
    picture: str | None
    times: int
    state: str
    appeal: str
    note: str
    created_at: datetime
    appealed_at: datetime | None
    decided_at: datetime | None


class FlaggedFilter(Paging):
    """Without a state: what waits for a decision."""

    state: Literal["waiting", "open", "appealed", "upheld", "allowed", "all"] = "waiting"
    owner_id: uuid.UUID | None = None


class DecisionAsked(Asked):
    """``allowed`` lets this user use exactly this content; ``upheld`` keeps it refused."""

    decision: Decision
    note: str = Field("", max_length=2000)


@router.get("", summary="What moderators flagged")
def index(platform: PlatformDep, asked: Annotated[FlaggedFilter, Query()]) -> Success[Page[FlaggedShown]]:
    query = select(ModerationItem)
    if asked.state == "waiting":
        query = query.where(ModerationItem.state.in_(("open", "appealed")))
    elif asked.state != "all":
        query = query.where(ModerationItem.state == asked.state)
    if asked.owner_id:
        query = query.where(ModerationItem.owner_id == asked.owner_id)
    with platform.database.system_reader() as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
        items = [_shown(platform, session, row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post("/{item_id}", summary="Decide: allow it for this user, or uphold the refusal")
def decided(
    item_id: uuid.UUID, asked: DecisionAsked, request: Request, platform: PlatformDep, caller: Admin
) -> Success[FlaggedShown]:
    with platform.database.system_session() as session:
        item = decide(session, item_id, asked.decision, asked.note, actor=caller.user_id, origin=origin_of(request))
        if item.appealed_at is not None:
            told = {"decision": asked.decision, "note": asked.note}
            queue_mail(session, item.owner_id, "appeal", f"decision on {item.id} {asked.decision}", told)
        return Success(data=_shown(platform, session, item))


def _shown(platform: Platform, session: OwnedSession, item: ModerationItem) -> FlaggedShown:
    picture = None
    if item.blob_key:
        picture = platform.store.signed_get(
            item.blob_key, expires=_LINK, filename="flagged.jpg", content_type="image/jpeg", inline=True
        )
    return FlaggedShown(
        id=item.id, owner_id=item.owner_id, owner=session.scalar(select(User.email).where(User.id == item.owner_id)) or "",
        job_id=item.job_id, kind=item.kind, moderator=item.moderator, categories=item.categories, score=item.score_percent / 100,
        excerpt=item.excerpt, picture=picture, times=item.times, state=item.state, appeal=item.appeal, note=item.note,
        created_at=item.created_at, appealed_at=item.appealed_at, decided_at=item.decided_at,
    )  # fmt: skip
