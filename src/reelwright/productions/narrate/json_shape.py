"""Whether JSON has the shape a JSON Schema asks for: the part of the standard that our schemas use."""

from __future__ import annotations

from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
}  # fmt: skip
_MOST_FAULTS = 8


def shape_faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """What does not fit, each with its JSON pointer; at most eight. ``type``, ``properties``, ``required``,
    ``additionalProperties: false``, ``items``, ``minItems``, ``maxItems``, ``minLength`` and ``enum`` are checked."""
    return _faults(value, schema, "")[:_MOST_FAULTS]


def _faults(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    place = at or "the answer"
    wanted = schema.get("type")
    if wanted and (not isinstance(value, _TYPES[wanted]) or (wanted != "boolean" and isinstance(value, bool))):
        return [f"{place} should be of the type {wanted}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place} should be one of {', '.join(map(repr, schema['enum']))}"]
    if isinstance(value, str):
        return [f"{place} is empty"] if len(value.strip()) < schema.get("minLength", 0) else []
    if isinstance(value, dict):
        return _object_faults(value, schema, at)
    return _array_faults(value, schema, at) if isinstance(value, list) else []


def _object_faults(value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    known: dict[str, Any] = schema.get("properties", {})
    faults = [f"{at}/{name} is missing" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        faults += [f"{at}/{name} should not be there" for name in value if name not in known]
    for name, inner in known.items():
        if name in value:
            faults += _faults(value[name], inner, f"{at}/{name}")
    return faults


def _array_faults(value: list[Any], schema: dict[str, Any], at: str) -> list[str]:
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    faults = (
        [f"{at or 'the answer'} should have at least {least} items, not {len(value)}"] if len(value) < least else []
    )
    if most is not None and len(value) > most:
        faults.append(f"{at or 'the answer'} should have at most {most} items, not {len(value)}")
    for number, item in enumerate(value):
        faults += _faults(item, schema.get("items", {}), f"{at}/{number}")
    return faults
