"""Templates: their gallery, a form made of a template's variables with a picture of what comes of it, importing and removing."""

from __future__ import annotations

import base64
import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from reelwright.api.asset_wire import AssetsWanted
from reelwright.api.caller import PlatformDep
from reelwright.api.preview_desk import DeskDep
from reelwright.api.routes import assets as assets_api
from reelwright.api.routes import templates as api
from reelwright.api.routes.template_preview import PreviewAsked, template_frame
from reelwright.api.wire import Problem
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import RenderAsked, prepared, start_render
from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.example import EXAMPLE_TEMPLATE
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.static_file import contents
from reelwright.studio.variable_fields import VariableField, fields_of, values_of
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.timeline.template_use import samples_for

router = APIRouter(prefix="/templates", route_class=PageRoute)
_SHOWN, _FILES = 60, 100
_GALLERY_WIDTH, _PREVIEW_WIDTH = 480, 640


@router.get("")
def templates(
    request: Request, platform: PlatformDep, viewer: ViewerDep, search: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    asked = asked_of(api.TemplateFilter, {"search": search.strip(), "limit": _SHOWN})
    found = api.list_templates(platform, viewer.caller, asked).data
    return page(request, "templates.html", viewer, templates=found.items, search=search)


@router.post("/example")
def example(platform: PlatformDep, viewer: ViewerDep) -> Response:
    """Keep the shipped template as one's own."""
    given = {
        "name": "Price of the day",
        "description": "A square card with a headline, a price and a colour.",
        "document": EXAMPLE_TEMPLATE,
    }
    with platform.database.session_of(viewer.caller.user_id) as session:
        made = api.add_template(session, viewer.caller.user_id, api.TemplateAsked.model_validate(given))
        template_id = made.id
    return RedirectResponse(f"/templates/{template_id}?done=kept", 303)


@router.get("/{template_id}")
def show(template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, template_id)


@router.get("/{template_id}/picture")
def picture(template_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """For the gallery: a frame with the template's own values. Where none can be drawn, a sign for one: a gap helps nobody."""
    shown = api.show(template_id, platform, viewer.caller).data
    given = {"data": samples_for(shown.variables, with_files=False), "width": _GALLERY_WIDTH}
    try:
        drawn = template_frame(platform, viewer.caller, template_id, PreviewAsked.model_validate(given))
    except ReelwrightError:
        return Response(contents()["no-picture.svg"], media_type="image/svg+xml", headers={"Cache-Control": "no-store"})
    return Response(drawn, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


@router.post("/{template_id}/preview")
def preview(
    template_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, desk: DeskDep, form: FormDep
) -> JSONResponse:
    """As somebody types: the frame as a data address, or what is wrong. A value that does not fit is no failure of the request."""
    shown = api.show(template_id, platform, viewer.caller).data
    try:
        data = samples_for(shown.variables, with_files=False) | values_of(
            fields_of(shown.variables), form, is_lenient=True
        )
        given = {"data": data, "at": form.text("at"), "width": _PREVIEW_WIDTH}
        drawn = template_frame(platform, viewer.caller, template_id, asked_of(PreviewAsked, given), desk.previews)
    except FormErrors as errors:
        return JSONResponse({"problem": " ".join(errors.by_field.values())})
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return JSONResponse({"problem": told(refusal).by_field[""]})
    return JSONResponse({"picture": f"data:image/jpeg;base64,{base64.b64encode(drawn).decode()}"})


@router.post("/{template_id}/change")
def change(
    template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    try:
        given = {"name": form.text("name"), "description": form.text("description")}
        if not given["name"]:
            raise FormErrors({"name": "A template needs a name."})
        api.change(template_id, platform, viewer.caller, asked_of(api.TemplateChange, given))
    except FormErrors as errors:
        return _page(request, platform, viewer, template_id, form, errors)
    return RedirectResponse(f"/templates/{template_id}?done=saved", 303)


@router.post("/{template_id}/remove")
def remove(template_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.remove(template_id, platform, viewer.caller)
    return RedirectResponse("/templates?done=removed", 303)


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
    fields = fields_of(shown.variables)
    return page(
        request,
        "template.html",
        viewer,
        status=422 if errors else 200,
        template=shown,
        fields=fields,
        files=_files(platform, viewer, fields),
        values=form.values if form else {},
        is_new=form is None,
        errors=errors.by_field if errors else {},
    )


def _files(platform: Platform, viewer: Viewer, fields: list[VariableField]) -> dict[str, dict[str, str]]:
    """The user's own files by kind, for the variables that take one."""
    kinds = {str(each.facts.get("type")) for each in fields if each.shape == "file"}
    found: dict[str, dict[str, str]] = {}
    for kind in kinds:
        asked = AssetsWanted.model_validate({"kind": kind, "limit": _FILES})
        rows = assets_api.list_assets(asked, viewer.caller, platform).data.items
        found[kind] = {f"asset:{row.id}": row.name for row in rows}
    return found
