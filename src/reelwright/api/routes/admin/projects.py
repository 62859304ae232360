"""Everybody's projects."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import func, select

from reelwright.api.caller import PlatformDep
from reelwright.api.listing import listed
from reelwright.api.wire import Page, Paging, Success, Wire
from reelwright.database.tables import Project, User, Video

router = APIRouter(prefix="/projects")
_SORTABLE = {"createdAt": Project.created_at, "name": Project.name, "id": Project.id}


class ProjectShown(Wire):
    id: uuid.UUID
    name: str
    owner_id: uuid.UUID
    owner: str
    videos: int
    created_at: datetime


class ProjectFilter(Paging):
    q: str = Field("", max_length=200)
    owner_id: uuid.UUID | None = None


@router.get("", summary="List projects of all users")
def index(platform: PlatformDep, asked: Annotated[ProjectFilter, Query()]) -> Success[Page[ProjectShown]]:
    query = select(Project)
    if asked.q.strip():
        query = query.where(func.lower(Project.name).contains(asked.q.strip().lower(), autoescape=True))
    if asked.owner_id:
        query = query.where(Project.owner_id == asked.owner_id)
    with platform.database.system_reader() as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
        owners = {
            each.id: each.email
            for each in session.scalars(select(User).where(User.id.in_([row.owner_id for row in rows])))
        }
        of_these = select(Video.project_id, func.count()).where(Video.project_id.in_([row.id for row in rows]))
        counts = {row[0]: row[1] for row in session.execute(of_these.group_by(Video.project_id))}
    items = [
        ProjectShown(
            id=row.id, name=row.name, owner_id=row.owner_id, owner=owners.get(row.owner_id, ""), videos=counts.get(row.id, 0),
            created_at=row.created_at,
        )
        for row in rows
    ]  # fmt: skip
    return Success(data=Page(items=items, pagination=pagination))
