"""Projects: their list, a new one, and one with its videos and defaults."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy import select

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import projects as api
from reelwright.api.routes import videos as videos_api
from reelwright.app.platform import Platform
from reelwright.app.video_defaults import VideoDefaults
from reelwright.database.tables import Project, Video
from reelwright.errors import ReelwrightError
from reelwright.studio.defaults_form import default_choices, defaults_asked
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.shown import card
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(prefix="/projects", route_class=PageRoute)
_SHOWN, _VIDEOS, _TO_ADD = 24, 24, 100


class Wanted(BaseModel):
    search: str = ""
    archived: str = ""
    page: str = "1"


@router.get("")
def projects(
    request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]
) -> Response:
    given = {
        "search": wanted.search.strip()[:200], "archived": bool(wanted.archived), "sort": "updatedAt",
        "page": page_number(wanted.page), "limit": _SHOWN,
    }  # fmt: skip
    found = api.list_projects(platform, viewer.caller, asked_of(api.ProjectFilter, given)).data
    kept = {"search": wanted.search, "archived": wanted.archived}
    with platform.database.reader_of(viewer.caller.user_id) as session:
        pictures = {each.id: _pictures(session, platform, each.id) for each in found.items}
    return page(
        request, "projects.html", viewer, projects=found.items, pages=found.pagination, wanted=kept, pictures=pictures,
        address=addresses("/projects", kept),
    )  # fmt: skip


@router.get("/new")
def blank(request: Request, viewer: ViewerDep) -> Response:
    return page(request, "project_new.html", viewer, values={}, errors={})


@router.post("")
def create(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    given = {"name": form.text("name"), "description": form.text("description")}
    try:
        asked = asked_of(api.ProjectAsked, given)
    except FormErrors as errors:
        return page(request, "project_new.html", viewer, status=422, values=form.values, errors=errors.by_field)
    with platform.database.session_of(viewer.caller.user_id) as session:
        made = api.add_project(session, viewer.caller.user_id, asked)
    return RedirectResponse(f"/projects/{made.id}?done=made", 303)


@router.get("/{project_id}")
def show(project_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, project_id)


@router.post("/{project_id}/change")
def change(
    project_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    """Name and description, or what videos are made with: each form sends its own."""
    try:
        if "name" in form.values:
            given = {"name": form.text("name"), "description": form.values.get("description", "").strip() or " "}
            if not form.text("name"):
                raise FormErrors({"name": "A project needs a name."})
            asked = asked_of(api.ProjectChange, given)
        else:
            asked = api.ProjectChange.model_validate({"settings": _whole(defaults_asked(form))})
    except FormErrors as errors:
        return _page(request, platform, viewer, project_id, form, errors)
    api.change(project_id, platform, viewer.caller, asked)
    return RedirectResponse(f"/projects/{project_id}?done=saved", 303)


@router.post("/{project_id}/archive")
def archive(project_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.change(project_id, platform, viewer.caller, api.ProjectChange.model_validate({"archived": True}))
    return RedirectResponse("/projects?done=archived", 303)


@router.post("/{project_id}/restore")
def restore(project_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.change(project_id, platform, viewer.caller, api.ProjectChange.model_validate({"archived": False}))
    return RedirectResponse(f"/projects/{project_id}?done=restored", 303)


@router.post("/{project_id}/remove")
def remove(project_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.remove(project_id, platform, viewer.caller)
    return RedirectResponse("/projects?done=removed", 303)


@router.post("/{project_id}/add")
def add(project_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """A video into the project."""
    return _move(platform, viewer, form, project_id, project_id)


@router.post("/{project_id}/take-out")
def take_out(project_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    return _move(platform, viewer, form, project_id, None)


@router.post("/{project_id}/regenerate")
def regenerate(project_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    try:
        api.regenerate(project_id, request, platform, viewer.caller)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, project_id, errors=told(refusal))
    return RedirectResponse(f"/projects/{project_id}?done=regenerated", 303)


def _whole(defaults: VideoDefaults) -> dict[str, object]:
    """With what was left empty as nothing, so that it is taken away."""
    return defaults.model_dump()


def _move(
    platform: Platform, viewer: Viewer, form: Form, project_id: uuid.UUID, into: uuid.UUID | None
) -> RedirectResponse:
    api.show(project_id, platform, viewer.caller)
    try:
        video_id = uuid.UUID(form.text("video"))
    except ValueError:
        return RedirectResponse(f"/projects/{project_id}", 303)
    change = videos_api.VideoChange.model_validate({"projectId": into})
    videos_api.change(video_id, platform, viewer.caller, change)
    return RedirectResponse(f"/projects/{project_id}?done=changed", 303)


def _pictures(session: object, platform: Platform, project_id: uuid.UUID) -> list[str]:
    """Of up to three of its newest videos."""
    query = select(Video).where(Video.project_id == project_id).order_by(Video.created_at.desc()).limit(6)
    found = [card(platform, each).thumbnail for each in session.scalars(query)]  # type: ignore[attr-defined]
    return [each for each in found if each][:3]


def _page(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    project_id: uuid.UUID,
    form: Form | None = None,
    errors: FormErrors | None = None,
) -> Response:
    project = api.show(project_id, platform, viewer.caller).data
    number = page_number(request.query_params.get("page", ""))
    asked = asked_of(videos_api.VideoFilter, {"projectId": project_id, "page": number, "limit": _VIDEOS})
    found = videos_api.list_videos(platform, viewer.caller, asked).data
    with platform.database.reader_of(viewer.caller.user_id) as session:
        ids = [each.id for each in found.items]
        rows = {row.id: row for row in session.scalars(select(Video).where(Video.id.in_(ids)))}
        free = session.execute(
            select(Video.id, Video.title)
            .where(Video.project_id.is_(None))
            .order_by(Video.created_at.desc())
            .limit(_TO_ADD)
        ).all()
        is_archived = session.get_one(Project, project_id).archived_at is not None
    return page(
        request, "project.html", viewer, status=422 if errors else 200, project=project, is_archived=is_archived,
        videos=[card(platform, rows[each]) for each in ids if each in rows], pages=found.pagination,
        address=addresses(f"/projects/{project_id}", {}), free={str(each.id): each.title for each in free},
        values=form.values if form and "name" in form.values else {"name": project.name, "description": project.description},
        defaults=form.values if form and "name" not in form.values else project.settings, choices=default_choices(),
        errors=errors.by_field if errors else {},
    )  # fmt: skip
