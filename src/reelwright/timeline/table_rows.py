"""Rows of text cells (CSV) as values for a template's variables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.template_use import variables_of

_TRUE, _FALSE = {"true", "yes", "1", "on"}, {"false", "no", "0", "off", ""}


def as_rows(rows: Iterable[Mapping[str, str]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each cell as its variable's type wants it; an empty cell takes the variable's default, and a name with dots fills an object.

    Raises ``InvalidDocument`` for a cell that is not of the variable's type, with ``/row/name`` as its pointer.
    """
    variables = variables_of(document)
    return [_row(row, variables, number) for number, row in enumerate(rows)]


def _row(row: Mapping[str, str], variables: Mapping[str, Any], number: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, cell in row.items():
        if cell == "":
            continue
        head, _, rest = name.strip().partition(".")
        kind = _kind(variables.get(head))
        if rest:
            values.setdefault(head, {})[rest] = cell
        else:
            values[head] = _value(cell, kind, f"/{number}/{name}")
    return values


def _kind(declared: Any) -> str:
    return str(cast("dict[str, Any]", declared).get("type", "text")) if isinstance(declared, dict) else "text"


def _value(cell: str, kind: str, pointer: str) -> Any:
    try:
        if kind in ("number", "integer"):
            number = float(cell.replace(" ", ""))
            return int(number) if number.is_integer() and "." not in cell else number
        if kind == "boolean":
            word = cell.strip().lower()
            if word not in _TRUE | _FALSE:
                raise ValueError
            return word in _TRUE
        if kind in ("list", "object"):
            return json.loads(cell)
    except ValueError:
        raise InvalidDocument(f"{cell[:60]!r} is no {kind}", pointer=pointer) from None
    return cell
