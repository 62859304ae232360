"""Templates: their list, and a form made of a template's variables."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import templates as api
from reelwright.api.wire import Problem
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import RenderAsked, prepared, start_render
from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.variable_fields import fields_of, values_of
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(prefix="/templates", route_class=PageRoute)
_SHOWN = 60


@router.get("")
def templates(
    request: Request, platform: PlatformDep, viewer: ViewerDep, search: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    asked = asked_of(api.TemplateFilter, {"search": search.strip(), "limit": _SHOWN})
    found = api.list_templates(platform, viewer.caller, asked).data
    return page(request, "templates.html", viewer, templates=found.items, search=search)


@router.get("/{template_id}")
def show(template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, template_id)


@router.post("/{template_id}/render")
def render(
    template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    shown = api.show(template_id, platform, viewer.caller).data
    try:
        data = values_of(fields_of(shown.variables), form)
        given: dict[str, Any] = {"template_id": template_id, "data": data, "title": form.text("title") or shown.name}
        asked = asked_of(RenderAsked, given)
        with platform.database.reader_of(viewer.caller.user_id) as session:
            ready = prepared(session, asked)
        with platform.database.session_of(viewer.caller.user_id) as session:
            video_id = start_render(session, platform.engine, asked, ready).video_id
    except FormErrors as errors:
        return _page(request, platform, viewer, template_id, form, errors)
    except InvalidDocument as refusal:
        return _page(request, platform, viewer, template_id, form, _by_variable(refusal))
    except ReelwrightError as refusal:
        return _page(request, platform, viewer, template_id, form, told(refusal))
    return RedirectResponse(f"/videos/{video_id}?done=started", 303)


def _by_variable(refusal: InvalidDocument) -> FormErrors:
    """Faults of values stand at their fields; others above the form."""
    faults = [Problem(field=each.pointer or "", message=each.message) for each in (refusal, *refusal.more)]
    return FormErrors({_variable(each.field): each.message for each in reversed(faults)})


def _variable(pointer: str) -> str:
    parts = pointer.strip("/").split("/")
    return f"data.{parts[1]}" if len(parts) > 1 and parts[0] in ("variables", "data") else ""


def _page(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    template_id: uuid.UUID,
    form: Form | None = None,
    errors: FormErrors | None = None,
) -> Response:
    shown = api.show(template_id, platform, viewer.caller).data
    return page(
        request,
        "template.html",
        viewer,
        status=422 if errors else 200,
        template=shown,
        fields=fields_of(shown.variables),
        values=form.values if form else {},
        is_new=form is None,
        errors=errors.by_field if errors else {},
    )
