"""Shotstack's merge fields: what is filled in while importing, and what becomes a variable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.expression import ExpressionError, as_text
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.shotstack.alias import identifier
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.template import escaped

Json = dict[str, Any]
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_KEPT = {"text", "src", "html", "prompt"}
"""Keys whose placeholders stay placeholders; those of numbers and names are filled while importing."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def merged(tree: Any, report: Report) -> tuple[Json, Json]:
    """The tree with its merge fields filled where a number or name is meant, and the others as our variables.

    Raises ``InvalidDocument`` for a placeholder that nothing is merged into.
    """
    values = merge_values(tree, report)
    used: set[str] = set()
    body = {
        key: _filled(value, values, f"/{escaped(key)}", key, used)
        for key, value in cast("Json", tree).items()
        if key != "merge"
    }
    variables = {
        identifier(name).replace("-", "_"): {"type": "text", "label": name, "default": _text(value, "/merge")}
        for name, value in values.items()
        if name in used
    }
    return body, variables


def merge_values(tree: Any, report: Report) -> Json:
    """The value of each merge field of an edit. Raises ``InvalidDocument``."""
    if not isinstance(tree, dict):
        raise InvalidDocument("an edit is a JSON object")
    return {
        field.only("find", "replace").text("find").strip(): field.get("replace", "")
        for field in Source.of(cast("Json", tree), "", report).items("merge")
    }


def filled(tree: Mapping[str, Any]) -> Json:
    """The edit with every placeholder filled. Raises ``InvalidDocument`` as ``merged`` does."""
    values = merge_values(tree, Report())
    return {
        key: value if key == "merge" else _filled(value, values, f"/{escaped(key)}", key, None)
        for key, value in tree.items()
    }


def with_merge(tree: Mapping[str, Any], fields: list[Json]) -> Json:
    """The edit with further merge fields; one of the same name takes the place of the edit's own."""
    own: Any = tree.get("merge") or []
    if not isinstance(own, list):  # said when it is read
        return dict(tree)
    every = [*cast("list[Any]", own), *fields]
    last = {_name(field): number for number, field in enumerate(every)}
    return {**tree, "merge": [field for number, field in enumerate(every) if last[_name(field)] == number]}


def placeholders(tree: Any) -> set[str]:
    """The names of all placeholders in an edit."""
    if isinstance(tree, dict):
        return {name for value in cast("Json", tree).values() for name in placeholders(value)}
    if isinstance(tree, list):
        return {name for value in cast("list[Any]", tree) for name in placeholders(value)}
    return {match.group(1) for match in _PLACEHOLDER.finditer(tree)} if isinstance(tree, str) else set()


def _name(field: Any) -> str:
    return str(cast("Json", field).get("find", "")).strip() if isinstance(field, dict) else repr(field)


def _filled(value: Any, values: Json, pointer: str, key: str, used: set[str] | None) -> Any:
    """``used`` gathers the names that stay placeholders; without it none does."""
    if isinstance(value, dict):
        return {
            name: _filled(item, values, f"{pointer}/{escaped(name)}", name, used)
            for name, item in cast("Json", value).items()
        }
    if isinstance(value, list):
        return [_filled(item, values, f"{pointer}/{n}", key, used) for n, item in enumerate(cast("list[Any]", value))]
    if not isinstance(value, str) or "{{" not in value:
        return value
    if key in _KEPT and used is not None:
        return _PLACEHOLDER.sub(lambda match: _variable(match.group(1), values, pointer, used), value)
    whole = _PLACEHOLDER.fullmatch(value.strip())
    if whole:
        known = _known(whole.group(1), values, pointer)
        if not isinstance(known, str):
            return known
    text = _PLACEHOLDER.sub(lambda match: _text(_known(match.group(1), values, pointer), pointer), value)
    if whole and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _text(value: Any, pointer: str) -> str:
    try:
        return as_text(value)
    except ExpressionError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None


def _variable(name: str, values: Json, pointer: str, used: set[str]) -> str:
    _known(name, values, pointer)
    used.add(name)
    return "{{" + identifier(name).replace("-", "_") + "}}"


def _known(name: str, values: Json, pointer: str) -> Any:
    if name not in values:
        raise InvalidDocument(
            f"nothing is merged into {name!r}; known: {', '.join(sorted(values)) or 'nothing'}", pointer=pointer,
            hint='add {"find": …, "replace": …} to merge',
        )  # fmt: skip
    return values[name]
