"""A batch from a table: its columns put to variables, each row checked, then started."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import batch as api
from reelwright.api.routes import templates as templates_api
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.storage.disposition import content_disposition
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.variable_fields import fields_of
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(prefix="/templates/{template_id}", route_class=PageRoute)
_SHOWN = 100


@dataclass(frozen=True)
class Table:
    """A pasted table: its columns, the variable each fills (empty: none), and its rows as they were written."""

    columns: list[str]
    filled: dict[str, str]
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class RowShown:
    """``faults`` by variable; the empty name is the row as a whole."""

    number: int
    cells: list[str]
    faults: dict[str, str] = field(default_factory=dict)


@router.get("/batch")
def blank(template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, template_id, Form())


@router.get("/table")
def sample(template_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """A table to fill in: a column for each variable, and a row of its own values."""
    shown = templates_api.show(template_id, platform, viewer.caller).data
    fields = fields_of(shown.variables)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([each.name for each in fields])
    lines.writerow([each.default for each in fields])
    headers = {"Content-Disposition": content_disposition(f"{shown.name[:60]}.csv", inline=False)}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/batch")
def make(template_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Check the rows; a form sent with ``do=start`` starts them when all are right."""
    shown = templates_api.show(template_id, platform, viewer.caller).data
    try:
        table = _table(form, [each.name for each in fields_of(shown.variables)])
        given = {
            "name": form.text("name") or shown.name, "templateId": template_id, "csv": form.values.get("csv", ""),
            "columns": table.filled, "outputs": [{"format": form.text("format")}] if form.text("format") else [],
        }  # fmt: skip
        asked = asked_of(api.BatchAsked, given)
        checked = api.check(platform, viewer.caller, asked).data
        if form.text("do") != "start" or checked.ready < checked.total:
            return _page(request, platform, viewer, template_id, form, table=table, checked=checked)
        ready = api.ready_rows(platform, viewer.caller, asked)
        with platform.database.session_of(viewer.caller.user_id) as session:
            batch = api.start_batch(session, platform, viewer.caller, asked, ready)
    except FormErrors as errors:
        return _page(request, platform, viewer, template_id, form, errors=errors)
    except ReelwrightError as refusal:
        return _page(
            request, platform, viewer, template_id, form, errors=FormErrors({"csv": told(refusal).by_field[""]})
        )
    return RedirectResponse(f"/batches/{batch.batch_id}?done=batch-started", 303)


def _table(form: Form, variables: list[str]) -> Table:
    """The columns as they were put to variables; at first, to those of the same name. Raises ``FormErrors``, ``ApiError``."""
    text = form.values.get("csv", "")
    if not text.strip():
        raise FormErrors({"csv": "Paste a table, or choose its file. Its first line names the columns."})
    rows = api.table_rows(text)
    if not rows:
        raise FormErrors({"csv": "There are no rows below the first line."})
    columns = list(rows[0])
    plain = {_plain(name): name for name in variables}
    filled: dict[str, str] = {}
    for number, column in enumerate(columns):
        chosen = form.values.get(f"column.{number}")
        if chosen is None or form.values.get("columns") != _signature(columns):  # another table than the one before
            chosen = plain.get(_plain(column), "")
        filled[column] = chosen if chosen in variables else ""
    taken = [each for each in filled.values() if each]
    if len(taken) > len(set(taken)):
        raise FormErrors({"columns": "Two columns fill the same blank. Leave one of them out."})
    return Table(columns, filled, rows)


def _signature(columns: list[str]) -> str:
    return "|".join(columns)


def _plain(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())


def _page(
    request: Request, platform: Platform, viewer: Viewer, template_id: uuid.UUID, form: Form, *,
    errors: FormErrors | None = None, table: Table | None = None, checked: api.BatchCheck | None = None,
) -> Response:  # fmt: skip
    shown = templates_api.show(template_id, platform, viewer.caller).data
    fields = fields_of(shown.variables)
    if table is None and errors is not None and form.values.get("csv"):
        table = _readable(form, [each.name for each in fields])
    wrong = (
        {each.row: {_variable(fault.field): fault.message for fault in each.problems} for each in checked.rows}
        if checked
        else {}
    )
    rows = [
        RowShown(number + 1, [row[column] or "" for column in table.columns], wrong.get(number, {}))
        for number, row in enumerate(table.rows)
        if number < _SHOWN or number in wrong
    ] if table else []  # fmt: skip
    return page(
        request, "batch_new.html", viewer, status=422 if errors else 200, template=shown, fields=fields, values=form.values,
        table=table, signature=_signature(table.columns) if table else "", rows=rows, checked=checked,
        missing=[each.label for each in fields if each.is_needed and table and each.name not in table.filled.values()],
        names={each.name: each.label for each in fields}, errors=errors.by_field if errors else {},
    )  # fmt: skip


def _readable(form: Form, variables: list[str]) -> Table | None:
    """The table of a form that was refused for something else."""
    try:
        rows: list[dict[str, Any]] = api.table_rows(form.values.get("csv", ""))
    except ReelwrightError:
        return None
    columns = list(rows[0]) if rows else []
    filled = {column: form.values.get(f"column.{number}", "") for number, column in enumerate(columns)}
    return Table(columns, {column: name if name in variables else "" for column, name in filled.items()}, rows)


def _variable(pointer: str) -> str:
    """``/0/price`` and ``/variables/price`` name the variable price."""
    parts = pointer.strip("/").split("/")
    return parts[1] if len(parts) > 1 else ""
