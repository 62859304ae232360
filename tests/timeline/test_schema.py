"""The published JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reelwright.timeline.schema import document_schema

EXAMPLES = Path(__file__).parents[2] / "examples"


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return found.union(*(references(value) for value in node.values()))
    return set().union(*(references(item) for item in node)) if isinstance(node, list) else set()


def test_every_reference_has_its_definition() -> None:
    schema = document_schema()
    assert references(schema) <= {f"#/$defs/{name}" for name in schema["$defs"]}


def test_it_names_every_clip_type_and_key_of_the_examples() -> None:
    schema = document_schema()
    clips = {
        definition["properties"]["type"].get("const"): definition
        for name, definition in schema["$defs"].items()
        if name.endswith("Clip") and "type" in definition["properties"]
    }
    assert {"video", "image", "text", "captions", "audio", "shape"} <= set(clips)
    template = json.loads((EXAMPLES / "template" / "template.json").read_text())
    assert set(template) <= set(schema["properties"])
    for track in template["tracks"]:
        for written in track["clips"]:
            clip = written.get("clip", written)
            assert set(clip) <= set(clips[clip["type"]]["properties"])


def test_a_number_may_be_written_as_a_placeholder() -> None:
    opacity = document_schema()["$defs"]["ImageClip"]["properties"]["opacity"]
    assert any(choice.get("pattern") == r"\{\{" for choice in opacity["anyOf"])
