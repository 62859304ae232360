"""The published JSON Schema of documents and templates."""

from __future__ import annotations

from typing import Any, cast

from pydantic import TypeAdapter

from reelwright.timeline.document import Document
from reelwright.timeline.variables import Variable

_PLACEHOLDER = {"type": "string", "pattern": r"\{\{", "description": "a placeholder, filled before validation"}


def document_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what may be written: every value may be a ``{{placeholder}}``, a clip may ``repeat`` or have an ``if``."""
    schema = Document.model_json_schema(mode="validation")
    variables = TypeAdapter(dict[str, Variable]).json_schema(ref_template="#/$defs/{model}")
    definitions: dict[str, Any] = schema["$defs"]
    variable_definitions: dict[str, Any] = variables.pop("$defs", {})
    for name, definition in definitions.items():
        definitions[name] = _with_placeholders(definition)
        if "type" in definition.get("properties", {}) and name.endswith("Clip"):
            definition["properties"]["if"] = {
                "type": ["boolean", "string"],
                "description": "the clip is left out when this is false",
            }
    clips = definitions["Track"]["properties"]["clips"]
    clips["items"] = {"anyOf": [clips["items"], {"$ref": "#/$defs/Repeat"}]}
    definitions["Repeat"] = {
        "type": "object", "additionalProperties": False, "required": ["repeat", "clip"],
        "properties": {
            "repeat": {"type": ["string", "array"], "description": "a list, or the expression that gives one"},
            "as": {"type": "string", "default": "item", "description": "the name of the list's item inside the clip; 'index' counts from 0"},
            "if": {"type": ["boolean", "string"]}, "clip": clips["items"],
        },
    }  # fmt: skip
    schema["$defs"] = definitions | variable_definitions
    schema["properties"]["variables"] = variables | {
        "description": "typed variables; a document that has them is a template"
    }
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Reelwright timeline document"
    return schema


def _with_placeholders(definition: dict[str, Any]) -> dict[str, Any]:
    properties = cast("dict[str, dict[str, Any]]", definition.get("properties", {}))
    for name, written in properties.items():
        if name in ("type", "clips", "tracks") or (
            written.get("type") in ("string", "object") and not ({"enum", "pattern"} & set(written))
        ):
            continue
        if written.get("type") == ["number", "string"]:
            continue
        kept = {key: written.pop(key) for key in ("title", "description", "default") if key in written}
        properties[name] = kept | {"anyOf": [written, _PLACEHOLDER]}
    return definition
