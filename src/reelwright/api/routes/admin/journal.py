"""The audit log: who did what, when, from where."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import or_, select

from reelwright.api.caller import PlatformDep
from reelwright.api.listing import listed
from reelwright.api.wire import Page, Paging, Success, Wire
from reelwright.database.tables import AuditEntry, User

router = APIRouter()
_SORTABLE = {"createdAt": AuditEntry.created_at, "action": AuditEntry.action, "id": AuditEntry.id}


class EntryShown(Wire):
    """``actor`` is the address of who did it, empty for nobody known and for who has left."""

    id: uuid.UUID
    created_at: datetime
    actor_id: uuid.UUID | None
    actor: str
    action: str
    subject: str
    address: str
    data: dict[str, Any]


class EntryFilter(Paging):
    """``action`` is a whole name (``sign_in.refused``) or its beginning with a dot (``user.``)."""

    action: str = Field("", max_length=80)
    actor_id: uuid.UUID | None = None
    q: str = Field("", max_length=200, description="Part of the subject or the network address.")
    since: datetime | None = None
    until: datetime | None = None


@router.get("/logs", summary="The audit log")
def index(platform: PlatformDep, asked: Annotated[EntryFilter, Query()]) -> Success[Page[EntryShown]]:
    query = select(AuditEntry)
    if asked.action:
        is_group = asked.action.endswith(".")
        query = query.where(
            AuditEntry.action.startswith(asked.action, autoescape=True)
            if is_group
            else AuditEntry.action == asked.action
        )
    if asked.actor_id:
        query = query.where(AuditEntry.actor_id == asked.actor_id)
    if part := asked.q.strip():
        query = query.where(
            or_(AuditEntry.subject.contains(part, autoescape=True), AuditEntry.address.contains(part, autoescape=True))
        )
    if asked.since:
        query = query.where(AuditEntry.created_at >= _aware(asked.since))
    if asked.until:
        query = query.where(AuditEntry.created_at < _aware(asked.until))
    with platform.database.system_reader() as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
        ids = {row.actor_id for row in rows if row.actor_id}
        people = {user.id: user.email for user in session.scalars(select(User).where(User.id.in_(ids)))}
    items = [
        EntryShown(
            id=row.id, created_at=row.created_at, actor_id=row.actor_id, actor=people.get(row.actor_id, "") if row.actor_id else "",
            action=row.action, subject=row.subject, address=row.address, data=row.data,
        )
        for row in rows
    ]  # fmt: skip
    return Success(data=Page(items=items, pagination=pagination))


def _aware(moment: datetime) -> datetime:
    """A moment without a zone is meant in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
