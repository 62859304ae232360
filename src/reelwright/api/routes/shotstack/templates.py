"""Templates: edits kept under a name, rendered with other merge fields."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.routes.shotstack.answering import ShotstackRoute
from reelwright.api.routes.shotstack.keepable import keepable
from reelwright.api.routes.shotstack.queued import queued
from reelwright.api.routes.shotstack.wire import (
    Answer,
    Queued,
    TemplateAsked,
    TemplateKept,
    TemplateList,
    TemplateRender,
    TemplateRow,
    TemplateShown,
)
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Template
from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.shotstack.merge_fields import merge_values, placeholders, with_merge
from reelwright.workflows.shotstack.queueing import read_edit
from reelwright.workflows.shotstack.render_state import iso_moment

router = APIRouter(prefix="/templates", route_class=ShotstackRoute, strict_content_type=False)
_SOURCE = "shotstack"


@router.post("", status_code=201, summary="Keep a template")
def create(asked: TemplateAsked, platform: PlatformDep, caller: Writer) -> Answer[TemplateKept]:
    document = _checked(asked)
    with platform.database.session_of(caller.user_id) as session:
        template = Template(name=asked.name, document=document, source=_SOURCE)
        session.add(template)
        session.flush()
        kept = TemplateKept(message="Template Successfully Created", id=template.id)
    return Answer(message="Created", response=kept)


@router.get("", summary="Your templates")
def index(platform: PlatformDep, caller: Reader) -> Answer[TemplateList]:
    with platform.database.reader_of(caller.user_id) as session:
        query = select(Template).where(Template.source == _SOURCE).order_by(Template.created_at, Template.id)
        rows = [
            TemplateRow(
                id=row.id, name=row.name, created=iso_moment(row.created_at), updated=iso_moment(row.updated_at)
            )
            for row in session.scalars(query)
        ]
    return Answer(message="OK", response=TemplateList(owner=str(caller.user_id), templates=rows))


@router.post("/render", status_code=201, summary="Render a template with merge fields")
def render(asked: TemplateRender, platform: PlatformDep, caller: Maker) -> Answer[Queued]:
    with platform.database.reader_of(caller.user_id) as session:
        template = _found(session, asked.id)
    fields: list[dict[str, Any]] = [field.model_dump() for field in asked.merge]
    return queued(platform, caller, with_merge(template.document, fields), template.name, template.id)


@router.get("/{template_id}", summary="A template")
def show(template_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Answer[TemplateShown]:
    with platform.database.reader_of(caller.user_id) as session:
        row = _found(session, template_id)
    shown = TemplateShown(id=row.id, name=row.name, owner=str(row.owner_id), template=row.document)
    return Answer(message="OK", response=shown)


@router.put("/{template_id}", summary="Change a template")
def change(template_id: uuid.UUID, asked: TemplateAsked, platform: PlatformDep, caller: Writer) -> Answer[TemplateKept]:
    document = _checked(asked)
    with platform.database.session_of(caller.user_id) as session:
        template = _found(session, template_id)
        template.name, template.document = asked.name, document
    return Answer(message="OK", response=TemplateKept(message="Template Successfully Updated", id=template_id))


@router.delete("/{template_id}", status_code=204, summary="Remove a template")
def remove(template_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Response:
    with platform.database.session_of(caller.user_id) as session:
        session.delete(_found(session, template_id))
    return Response(status_code=204)


def _found(session: OwnedSession, template_id: uuid.UUID) -> Template:
    template = session.get(Template, template_id)
    if template is None or template.source != _SOURCE:
        raise not_found("template")
    return template


def _checked(asked: TemplateAsked) -> dict[str, Any]:
    """The template's edit. One whose placeholders have all a value is read whole; the others are read when they are rendered."""
    keepable([asked.name, asked.template])
    if not asked.template:
        return {"timeline": {"tracks": []}, "output": {"format": "mp4"}}
    known = merge_values(asked.template, Report())
    try:
        if placeholders(asked.template) <= known.keys():
            read_edit(asked.template)
    except InvalidDocument as error:
        error.pointer = f"/template{error.pointer or ''}"
        raise
    return asked.template
