"""Bringing a template in: pasted, from a file, or from an address; with the line of every fault."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import templates as api
from reelwright.app.platform import Platform
from reelwright.app.user_addresses import user_guard
from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.json_lines import line_of, lines_of
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.timeline.interchange.recognised import as_document

router = APIRouter(prefix="/templates", route_class=PageRoute)
_LARGEST = 5_000_000


@dataclass(frozen=True)
class Fault:
    """``line`` counts from 1; ``place`` is the pointer, empty for the whole."""

    line: int
    place: str
    message: str


@router.get("/import")
def blank(request: Request, viewer: ViewerDep) -> Response:
    return _page(request, viewer, Form())


@router.post("/import")
def bring_in(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """Keep it; a form sent with ``do=check`` only says what is wrong, one with ``do=fetch`` puts the address's text in."""
    text = form.values.get("text", "")
    try:
        if form.text("do") == "fetch":
            fetched = _fetched(platform, form.text("url"))
            return _page(request, viewer, Form(form.values | {"text": fetched}))
        if not text.strip():
            raise FormErrors({"text": "Paste the template's JSON, or choose its file."})
        tree = _tree(text)
        notes = [(note.severity, note.message) for note in as_document(tree).report]
        given = {"name": form.text("name") or _name(tree), "description": form.text("description"), "document": tree}
        asked = asked_of(api.TemplateAsked, given)
        api.check_document(asked.document)
        if form.text("do") == "check":
            return _page(request, viewer, form, notes=notes, is_good=True)
        with platform.database.session_of(viewer.caller.user_id) as session:
            template_id = api.add_template(session, viewer.caller.user_id, asked).id
    except FormErrors as errors:
        return _page(request, viewer, form, errors=errors)
    except InvalidDocument as refusal:
        return _page(request, viewer, form, faults=_faults(text, refusal))
    except ReelwrightError as refusal:
        return _page(request, viewer, form, errors=told(refusal))
    return RedirectResponse(f"/templates/{template_id}?done=kept", 303)


def _tree(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as fault:
        raise FormErrors(
            {"text": f"Line {fault.lineno}, column {fault.colno}: this is not JSON: {fault.msg}."}
        ) from None
    except RecursionError:
        raise FormErrors({"text": "This is nested too deeply."}) from None
    if not isinstance(tree, dict):
        raise FormErrors({"text": "A template is an object: it begins with { and has tracks."})
    return tree


def _faults(text: str, refusal: InvalidDocument) -> list[Fault]:
    lines = lines_of(text)
    found = [
        Fault(line_of(lines, each.pointer or ""), each.pointer or "", each.message) for each in (refusal, *refusal.more)
    ]
    return sorted(found, key=lambda fault: fault.line)


def _fetched(platform: Platform, url: str) -> str:
    if not url:
        raise FormErrors({"url": "Write the address of a JSON file."})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template"
        try:
            fetch_file(url, path, limits=FetchLimits(max_bytes=_LARGEST), guard=user_guard(platform.settings))
            return path.read_text("utf-8-sig")
        except ReelwrightError as refusal:
            raise FormErrors({"url": told(refusal).by_field[""]}) from None
        except UnicodeDecodeError:
            raise FormErrors({"url": "There is no text at this address."}) from None


def _name(tree: dict[str, Any]) -> str:
    title = str(tree.get("title") or "")
    return title[:200] if title and "{{" not in title else "Imported template"


def _page(
    request: Request, viewer: Viewer, form: Form, *, errors: FormErrors | None = None, faults: list[Fault] | None = None,
    notes: list[tuple[str, str]] | None = None, is_good: bool = False,
) -> Response:  # fmt: skip
    return page(
        request, "template_import.html", viewer, status=422 if errors or faults else 200, values=form.values,
        errors=errors.by_field if errors else {}, faults=faults or [], notes=notes or [], is_good=is_good,
    )  # fmt: skip
