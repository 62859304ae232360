"""Reading a document: JSON text and data in, a filled and valid ``Document`` out, or errors that name the place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from reelwright.errors import InvalidDocument
from reelwright.timeline.document import VERSION, Document
from reelwright.timeline.template import Filled, escaped, fill
from reelwright.timeline.variables import Variable, bind

LARGEST = 50_000_000
"""Characters of JSON we read; a longer document is refused."""

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""A written half of a character outside the basic plane; two make one."""
_MOST_DIGITS = 300
"""Of a whole number; about what a float holds."""

_VARIABLES: TypeAdapter[dict[str, Variable]] = TypeAdapter(dict[str, Variable])


@dataclass(frozen=True, slots=True)
class Reading:
    """A valid document, and the way back from its clips to the written text."""

    document: Document
    filled: Filled

    def origin(self, pointer: str) -> str:
        return self.filled.origin(pointer)


def read_document(text: str, data: Mapping[str, Any] | None = None) -> Reading:
    """Parse, upgrade, fill and validate. Raises ``InvalidDocument`` with the pointer of the first fault and the others in ``more``."""
    if len(text) > LARGEST:
        raise InvalidDocument(f"the document is larger than {LARGEST // 1_000_000} MB")
    try:
        tree = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_integer, parse_float=_decimal
        )
    except json.JSONDecodeError as error:
        raise InvalidDocument(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise InvalidDocument("the document is nested too deeply") from None
    if _HALF.search(text):
        _check_characters(tree)
    return read_tree(tree, data)


def read_tree(tree: Any, data: Mapping[str, Any] | None = None) -> Reading:
    """As ``read_document``, from parsed JSON."""
    if not isinstance(tree, dict):
        raise InvalidDocument("a document is a JSON object", hint="start from: reel schema")
    written = cast("dict[str, Any]", tree)
    version = written.get("version", VERSION)
    if version != VERSION:
        raise InvalidDocument(
            f"version {version!r} is not one this engine reads (it reads {VERSION})", pointer="/version"
        )
    try:
        variables = _VARIABLES.validate_python(written.get("variables") or {})
    except ValidationError as error:
        raise _fault(error, written.get("variables"), "/variables", None) from None
    filled = fill(written, bind(variables, data or {}))
    try:
        return Reading(Document.model_validate(filled.tree), filled)
    except ValidationError as error:
        raise _fault(error, filled.tree, "", filled) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise InvalidDocument(f"key {key!r} is written twice in one object")
        result[key] = value
    return result


def _no_constant(name: str) -> Any:
    raise InvalidDocument(f"{name} is not a number a document may hold")


def _check_characters(tree: Any) -> None:
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.start + 1].encode("ascii", "backslashreplace").decode()
        raise InvalidDocument(f"a text holds half a character ({half})", hint="write the character itself") from None


def _integer(text: str) -> int:
    return int(text) if len(text) <= _MOST_DIGITS else _no_constant(f"{text[:20]}…")


def _decimal(text: str) -> float:
    value = float(text)
    return value if isfinite(value) else _no_constant(text[:20])


def _fault(error: ValidationError, tree: Any, prefix: str, filled: Filled | None) -> InvalidDocument:
    """The faults, one for each place: of a value that may be several things, what is wrong with the likeliest of them."""
    by_place: dict[str, ErrorDetails] = {}
    for details in error.errors(include_url=False):
        pointer = prefix + _pointer(details, tree)
        if pointer not in by_place or (details["type"] == "value_error" and by_place[pointer]["type"] != "value_error"):
            by_place[pointer] = details
    faults = [
        InvalidDocument(_message(details), pointer=filled.origin(pointer) if filled else pointer)
        for pointer, details in by_place.items()
    ]
    return InvalidDocument(faults[0].message, pointer=faults[0].pointer or "", more=tuple(faults[1:]))


def _pointer(details: ErrorDetails, tree: Any) -> str:
    """The place in the tree: pydantic's location without the union tags it adds."""
    pointer, at, tagged = "", tree, False
    for step in details["loc"]:
        if isinstance(at, dict):
            inside = cast("dict[Any, Any]", at)
            if not tagged and inside.get("type") == step:  # the tag stands first, once, even when a key has its name
                tagged = True
                continue
            if step not in inside:  # a tag of another union, or a missing key, which the message names
                continue
        elif not isinstance(at, list):
            break
        elif not isinstance(step, int):  # a tag again: of a list where another thing was meant
            continue
        elif step >= len(cast("list[Any]", at)):  # an item the list is too short for: the list is at fault
            break
        pointer += "/" + escaped(str(step))
        at, tagged = cast("Any", at)[step], False
    if details["type"] == "unknown_key":
        pointer += "/" + escaped(str(details.get("ctx", {}).get("key", "")))
    return pointer


def _message(details: ErrorDetails) -> str:
    kind, context, given = details["type"], details.get("ctx", {}), details.get("input")
    if kind == "unknown_key":
        return details["msg"]
    if kind == "missing":
        return f"{details['loc'][-1]!r} is missing"
    if kind == "union_tag_not_found":
        return "'type' is missing"
    if kind == "union_tag_invalid":
        return f"there is no type {context.get('tag')!r}; known: {context.get('expected_tags')}"
    if kind == "value_error":
        return str(context.get("error", details["msg"]))
    shown = json.dumps(given, ensure_ascii=False, default=str)
    return f"{details['msg'].replace('Input should', 'should')}, not {shown if len(shown) <= 80 else shown[:77] + '…'}"
