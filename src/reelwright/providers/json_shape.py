"""Whether a JSON value fits a JSON Schema, and the value without what was not asked for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value == int(value),
    "number": lambda value: _is_number(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: not _is_number(value) or value >= bound,
    "maximum": lambda value, bound: not _is_number(value) or value <= bound,
    "exclusiveMinimum": lambda value, bound: not _is_number(value) or value > bound,
    "exclusiveMaximum": lambda value, bound: not _is_number(value) or value < bound,
    "minLength": lambda value, bound: not isinstance(value, str) or len(value) >= bound,
    "maxLength": lambda value, bound: not isinstance(value, str) or len(value) <= bound,
    "minItems": lambda value, bound: not isinstance(value, list) or len(value) >= bound,
    "maxItems": lambda value, bound: not isinstance(value, list) or len(value) <= bound,
    "pattern": lambda value, bound: not isinstance(value, str) or re.search(bound, value) is not None,
    "enum": lambda value, bound: any(_is_same(value, each) for each in bound),
    "const": lambda value, bound: _is_same(value, bound),
}


class Misfit(ValueError):
    """Says where (a JSON pointer) and what does not fit."""


def fitted(value: Any, schema: dict[str, Any]) -> Any:
    """The value, without members that ``additionalProperties: false`` forbids. Raises ``Misfit``.

    Knows what models are asked with: types, enum, const, objects, arrays, bounds, patterns, anyOf, oneOf (as anyOf), allOf
    and ``$ref`` to the schema's own ``$defs``; other keywords are not looked at.
    """
    return _fitted(value, schema, schema, "")


def _fitted(value: Any, schema: Any, root: dict[str, Any], at: str) -> Any:
    if isinstance(schema, bool):
        return value if schema else _fault(at, "is not wanted")
    if "$ref" in schema:
        value = _fitted(value, _referred(schema["$ref"], root), root, at)
    _check_type(value, schema, at)
    for name, fits in _BOUNDS.items():
        if name in schema and not fits(value, schema[name]):
            _fault(at, f"does not keep to {name} {schema[name]}")
    for part in schema.get("allOf", ()):
        value = _fitted(value, part, root, at)
    for name in ("anyOf", "oneOf"):
        if name in schema:
            value = _any(value, schema[name], root, at)
    if isinstance(value, dict):
        return _members(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        return [_fitted(each, schema["items"], root, f"{at}/{place}") for place, each in enumerate(value)]
    return value


def _check_type(value: Any, schema: dict[str, Any], at: str) -> None:
    told = schema.get("type")
    wanted = [told] if isinstance(told, str) else list(told or ())
    if wanted and not any(_TYPES[name](value) for name in wanted):
        _fault(at, f"is not of type {' or '.join(wanted)}")


def _members(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> dict[str, Any]:
    for name in schema.get("required", ()):
        if name not in value:
            _fault(at, f"lacks {name!r}")
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    return {
        name: _fitted(each, known.get(name, others), root, f"{at}/{name}")
        for name, each in value.items()
        if name in known or others is not False
    }


def _any(value: Any, schemas: list[Any], root: dict[str, Any], at: str) -> Any:
    faults: list[str] = []
    for schema in schemas:
        try:
            return _fitted(value, schema, root, at)
        except Misfit as error:
            faults.append(str(error))
    return _fault(at, f"fits none of what is allowed ({faults[0] if faults else 'nothing'})")


def _referred(reference: str, root: dict[str, Any]) -> Any:
    found: Any = root
    for name in reference.removeprefix("#").strip("/").split("/"):
        found = found[name.replace("~1", "/").replace("~0", "~")] if name else found
    return found


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )


def _is_same(left: Any, right: Any) -> bool:
    """JSON's equality: 1 is 1.0, and true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_is_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_is_same(left[name], right[name]) for name in left)
    return left == right


def _fault(at: str, what: str) -> Any:
    raise Misfit(f"{at or 'the answer'} {what}")
