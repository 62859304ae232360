"""Projects: a name and defaults for the videos in them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import func, select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.video_defaults import VideoDefaults
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Project, Video
from reelwright.workflows.jobs.lifecycle import ACTIVE, NewJob, create_job

router = APIRouter(prefix="/api/projects", tags=["projects"])
_SORTABLE = {"createdAt": Project.created_at, "updatedAt": Project.updated_at, "name": Project.name, "id": Project.id}


class ProjectAsked(Asked):
    name: str = Field(min_length=1, max_length=200, examples=["Rice"])
    description: str = Field("", max_length=10_000)
    settings: VideoDefaults = Field(default_factory=lambda: VideoDefaults.model_validate({}))


class ProjectChange(Asked):
    name: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=10_000)
    settings: VideoDefaults | None = None
    archived: bool | None = Field(None, description="put away, or taken out again")


class ProjectFilter(Paging):
    search: str | None = Field(None, max_length=200)
    archived: bool | None = Field(None, description="only those put away, or only others")


class ProjectShown(Wire):
    id: uuid.UUID
    name: str
    description: str
    settings: dict[str, Any]
    videos: int = 0
    archived_at: datetime | None = None
    created_at: datetime
    updated_at: datetime


@router.post("", summary="Make a project", status_code=201, response_model=Success[ProjectShown])
@router.post("/create", include_in_schema=False, status_code=201, response_model=Success[ProjectShown])
def create(
    request: Request, platform: PlatformDep, caller: Writer, asked: ProjectAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[ProjectShown]:
        return Success(data=add_project(session, caller.user_id, asked))

    return once(request, platform, caller, asked, make, 201)


@router.get("", summary="List projects")
def list_projects(
    platform: PlatformDep, caller: Reader, asked: Annotated[ProjectFilter, Query()]
) -> Success[Page[ProjectShown]]:
    query = select(Project)
    if asked.search:
        query = query.where(Project.name.icontains(asked.search, autoescape=True))
    if asked.archived is not None:
        query = query.where(Project.archived_at.is_not(None) if asked.archived else Project.archived_at.is_(None))
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
        counts = _counts(session, [row.id for row in rows])
    items = [ProjectShown.model_validate(row).model_copy(update={"videos": counts.get(row.id, 0)}) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{project_id}", summary="Show a project")
def show(project_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[ProjectShown]:
    with platform.database.reader_of(caller.user_id) as session:
        row = _project(session, project_id)
        count = _counts(session, [row.id]).get(row.id, 0)
    return Success(data=ProjectShown.model_validate(row).model_copy(update={"videos": count}))


@router.patch("/{project_id}", summary="Change a project")
def change(project_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: ProjectChange) -> Success[ProjectShown]:
    with platform.database.session_of(caller.user_id) as session:
        row = _project(session, project_id)
        row.name = asked.name or row.name
        row.description = row.description if asked.description is None else asked.description
        if asked.settings is not None:
            changed = row.settings | asked.settings.model_dump(exclude_unset=True)
            row.settings = {name: value for name, value in changed.items() if value is not None}
        if asked.archived is not None:
            row.archived_at = (row.archived_at or now()) if asked.archived else None
    return Success(data=ProjectShown.model_validate(row))


@router.delete("/{project_id}", summary="Remove a project; its videos stay")
def remove(project_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[dict[str, str]]:
    with platform.database.session_of(caller.user_id) as session:
        session.delete(_project(session, project_id))
    return Success(data={"id": str(project_id)}, message="removed")


@router.post(
    "/{project_id}/regenerate", summary="Make every video of the project again with its present settings", status_code=202,
    response_model=Success[list[JobStarted]],
)  # fmt: skip
def regenerate(
    project_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Maker, _key: IdempotencyKey = None
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[list[JobStarted]]:
        project = _project(session, project_id)
        videos = session.scalars(
            select(Video).where(Video.project_id == project.id, Video.kind == "make", Video.status != "DRAFT")
        ).all()
        busy = set(
            session.scalars(
                select(Job.video_id).where(Job.video_id.in_([video.id for video in videos]), Job.status.in_(ACTIVE))
            )
        )
        if busy:
            raise ApiError(
                "CONFLICT", f"{len(busy)} of the project's videos are at work", hint="wait for them, or cancel them"
            )
        jobs = []
        for video in videos:
            video.request = video.request | project.settings
            video.status = "QUEUED"
            jobs.append(
                create_job(session, platform.engine, caller.user_id, NewJob("make", video.request, video_id=video.id))
            )
        return Success(data=[job_started(job) for job in jobs])

    return once(request, platform, caller, None, make)


def add_project(session: OwnedSession, owner: uuid.UUID, asked: ProjectAsked) -> ProjectShown:
    settings = asked.settings.model_dump(exclude_none=True)
    row = Project(owner_id=owner, name=asked.name, description=asked.description, settings=settings)
    session.add(row)
    session.flush()
    return ProjectShown.model_validate(row)


def _project(session: OwnedSession, project_id: uuid.UUID) -> Project:
    row = session.get(Project, project_id)
    if row is None:
        raise not_found("project")
    return row


def _counts(session: OwnedSession, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    query = select(Video.project_id, func.count()).where(Video.project_id.in_(ids)).group_by(Video.project_id)
    return {project: count for project, count in session.execute(query) if project is not None}
