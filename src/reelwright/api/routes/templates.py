"""Templates: documents with variables, kept to be rendered with data."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import or_, select

from reelwright.api.caller import Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.jobs_shown import JobStarted
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.rendering import render_started
from reelwright.api.wire import Asked, Page, Paging, Problem, Success, Wire
from reelwright.app.video_wishes import OutputAsked, RenderAsked
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Template
from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.recognised import as_document
from reelwright.timeline.interchange.shotstack.edit import is_edit
from reelwright.timeline.reading import read_document
from reelwright.timeline.template_use import rank_templates, samples_for, variables_of

router = APIRouter(prefix="/api/templates", tags=["templates"])
_SORTABLE = {
    "createdAt": Template.created_at,
    "updatedAt": Template.updated_at,
    "name": Template.name,
    "id": Template.id,
}
_Tag = Annotated[str, Field(min_length=1, max_length=60)]


class TemplateAsked(Asked):
    """``document`` is ours or a Shotstack edit; one that cannot be rendered is refused."""

    name: str = Field(min_length=1, max_length=200, examples=["Price of the week"])
    description: str = Field("", max_length=10_000)
    tags: list[_Tag] = Field(default_factory=list, max_length=40)
    document: dict[str, Any]


class TemplateChange(Asked):
    name: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=10_000)
    tags: list[_Tag] | None = Field(None, max_length=40)
    document: dict[str, Any] | None = None


class TemplateShown(Wire):
    id: uuid.UUID
    name: str
    description: str
    tags: list[str]
    source: str
    variables: dict[str, Any]
    """Each variable as the document declares it."""
    created_at: datetime
    updated_at: datetime


class TemplateDetail(TemplateShown):
    document: dict[str, Any]


class TemplateFilter(Paging):
    search: str | None = Field(None, max_length=200)


class ValidationAsked(Asked):
    document: dict[str, Any]
    data: dict[str, Any] = Field(default_factory=dict)


class Validation(Wire):
    valid: bool
    errors: list[Problem]
    variables: dict[str, Any]
    document: dict[str, Any] | None = None
    """The document in our format, when it came in another."""
    notes: list[dict[str, str]] = Field(default_factory=list)
    """What another format says and ours cannot."""


class ImportAsked(Asked):
    content: dict[str, Any]
    name: str = Field("Imported", min_length=1, max_length=200)
    save: bool = False


class SuggestAsked(Asked):
    """Words of what the video is about, and the names of the values at hand."""

    text: str = Field("", max_length=2000)
    fields: list[str] = Field(default_factory=list, max_length=200)
    limit: int = Field(5, ge=1, le=50)


class Suggestion(Wire):
    template: TemplateShown
    score: float


class TemplateRender(Asked):
    data: dict[str, Any] = Field(default_factory=dict)
    outputs: list[OutputAsked] = Field(default_factory=list, max_length=8)
    aspect: str | None = Field(None, max_length=20)
    title: str | None = Field(None, max_length=300)
    project_id: uuid.UUID | None = None


@router.post("", summary="Keep a template", status_code=201, response_model=Success[TemplateDetail])
def create(
    request: Request, platform: PlatformDep, caller: Writer, asked: TemplateAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    check_document(asked.document)
    return once(
        request, platform, caller, asked, lambda session: Success(data=_detail(add_template(session, caller.user_id, asked))), 201
    )  # fmt: skip


@router.post("/validate", summary="Whether a document can be rendered with these values")
def validate(caller: Reader, asked: ValidationAsked) -> Success[Validation]:
    errors: list[Problem] = []
    notes: list[dict[str, str]] = []
    tree: dict[str, Any] | None = None
    try:
        imported = as_document(asked.document)
        tree = imported.document
        notes = [
            {"severity": note.severity, "field": note.pointer, "message": note.message} for note in imported.report
        ]
        read_document(json.dumps(tree), asked.data)
    except InvalidDocument as error:
        errors = [Problem(field=each.pointer or "", message=each.message) for each in (error, *error.more)]
    other = tree if is_edit(asked.document) else None
    found = Validation(valid=not errors, errors=errors, variables=variables_of(tree or {}), document=other, notes=notes)
    return Success(data=found)


@router.post("/import", summary="Translate a document of another tool", response_model=Success[Validation])
def import_(
    request: Request, platform: PlatformDep, caller: Writer, asked: ImportAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    imported = as_document(asked.content)
    notes = [{"severity": note.severity, "field": note.pointer, "message": note.message} for note in imported.report]
    found = Validation(
        valid=True, errors=[], variables=variables_of(imported.document), document=imported.document, notes=notes
    )
    if not asked.save:
        return JSONResponse(jsonable_encoder(Success(data=found)))

    def make(session: OwnedSession) -> Success[Validation]:
        wish = TemplateAsked(name=asked.name, description="", document=imported.document)
        add_template(session, caller.user_id, wish)
        return Success(data=found, message="kept as a template")

    return once(request, platform, caller, asked, make, 200)


@router.post("/suggest", summary="Templates that fit a text and the values at hand")
def suggest(platform: PlatformDep, caller: Reader, asked: SuggestAsked) -> Success[list[Suggestion]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows = session.scalars(select(Template).order_by(Template.created_at.desc()).limit(1000)).all()
    described = [
        (f"{row.name} {row.description} {' '.join(row.tags)}", set(variables_of(row.document))) for row in rows
    ]
    ranked = rank_templates(asked.text, set(asked.fields), described)
    return Success(
        data=[Suggestion(template=_shown(rows[place]), score=score) for place, score in ranked[: asked.limit]]
    )


@router.get("", summary="List templates")
def list_templates(
    platform: PlatformDep, caller: Reader, asked: Annotated[TemplateFilter, Query()]
) -> Success[Page[TemplateShown]]:
    query = select(Template)
    if asked.search:
        words = asked.search
        query = query.where(
            or_(Template.name.icontains(words, autoescape=True), Template.description.icontains(words, autoescape=True))
        )
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
    return Success(data=Page(items=[_shown(row) for row in rows], pagination=pagination))


@router.get("/{template_id}", summary="Show a template")
def show(template_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[TemplateDetail]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=_detail(_template(session, template_id)))


@router.put("/{template_id}", summary="Change a template")
@router.patch("/{template_id}", summary="Change a template", include_in_schema=False)
def change(
    template_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: TemplateChange
) -> Success[TemplateDetail]:
    if asked.document is not None:
        check_document(asked.document)
    with platform.database.session_of(caller.user_id) as session:
        row = _template(session, template_id)
        for name, value in asked.model_dump(exclude_none=True).items():
            setattr(row, name, value)
        row.source = "shotstack" if is_edit(row.document) else "reelwright"
        session.flush()
        return Success(data=_detail(row))


@router.delete("/{template_id}", summary="Remove a template; videos made of it stay")
def remove(template_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Success[dict[str, str]]:
    with platform.database.session_of(caller.user_id) as session:
        session.delete(_template(session, template_id))
    return Success(data={"id": str(template_id)}, message="removed")


@router.post(
    "/{template_id}/render", summary="Render a template with data", status_code=202, response_model=Success[JobStarted]
)
def render(
    template_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: TemplateRender,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    wish = RenderAsked.model_validate(
        asked.model_dump() | {"template_id": template_id, "priority": "normal", "document": None}
    )
    return render_started(request, platform, caller, wish)


def check_document(document: dict[str, Any]) -> None:
    """Raises ``InvalidDocument`` for a document that cannot be rendered with its defaults and, where it has none, with samples.

    One that needs a list or an object is checked with its data only.
    """
    tree = as_document(document).document
    variables = variables_of(tree)
    samples = samples_for(variables, with_files=True)
    has_all = all(
        name in samples or row.get("type") not in ("list", "object") for name, row in _without_default(variables)
    )
    if has_all:
        read_document(json.dumps(tree), samples)


def _without_default(variables: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, row) for name, row in variables.items() if isinstance(row, dict) and row.get("default") is None]


def add_template(session: OwnedSession, owner: uuid.UUID, asked: TemplateAsked) -> Template:
    row = Template(
        owner_id=owner, name=asked.name, description=asked.description, tags=asked.tags, document=asked.document,
        source="shotstack" if is_edit(asked.document) else "reelwright",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _template(session: OwnedSession, template_id: uuid.UUID) -> Template:
    row = session.get(Template, template_id)
    if row is None:
        raise not_found("template")
    return row


def _shown(row: Template) -> TemplateShown:
    return TemplateShown(
        id=row.id, name=row.name, description=row.description, tags=row.tags, source=row.source,
        variables=variables_of(as_document(row.document).document), created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


def _detail(row: Template) -> TemplateDetail:
    return TemplateDetail(**_shown(row).model_dump(), document=row.document)
