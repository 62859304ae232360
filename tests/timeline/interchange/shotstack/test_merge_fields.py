"""Merge fields are values of any type, and a template's may be replaced."""

from __future__ import annotations

from typing import Any

import pytest

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Report
from reelwright.timeline.interchange.shotstack.merge_fields import filled, merged, placeholders, with_merge


def tree(value: Any, key: str = "start", **fields: Any) -> dict[str, Any]:
    return {"timeline": {key: value}, "merge": [{"find": name, "replace": each} for name, each in fields.items()]}


@pytest.mark.parametrize(
    ("written", "value", "becomes"),
    [
        ("{{ A }}", 2.5, 2.5), ("{{A}}", "3", 3), ("{{A}}", "3.5", 3.5), ("{{A}}", True, True), ("{{A}}", [1], [1]),
        ("{{A}}%", 5, "5%"), ("is {{A}}", True, "is true"), ("{{A}}", "end", "end"),
    ],
)  # fmt: skip
def test_a_placeholder_alone_becomes_the_value_itself(written: str, value: Any, becomes: Any) -> None:
    assert merged(tree(written, A=value), Report())[0]["timeline"]["start"] == becomes


def test_texts_become_variables() -> None:
    body, variables = merged(tree("Hello {{ FIRST NAME }}", "text", **{"FIRST NAME": "Ann"}), Report())
    assert body["timeline"]["text"] == "Hello {{FIRST_NAME}}"
    assert variables["FIRST_NAME"]["default"] == "Ann"


def test_a_filled_edit_has_no_placeholder_left() -> None:
    whole = filled(tree("Hello {{A}}", "text", A="Ann"))
    assert whole["timeline"]["text"] == "Hello Ann"
    assert placeholders(whole["timeline"]) == set()


def test_a_list_cannot_stand_inside_a_text() -> None:
    with pytest.raises(InvalidDocument, match="cannot stand inside a text"):
        merged(tree("a {{A}}", A=[1]), Report())


def test_later_fields_take_the_place_of_the_edits_own() -> None:
    found = with_merge(tree("{{A}}", A=1, B=2), [{"find": " A ", "replace": 3}, {"find": "C", "replace": 4}])
    assert [(field["find"].strip(), field["replace"]) for field in found["merge"]] == [("B", 2), ("A", 3), ("C", 4)]
    assert with_merge({"timeline": {}}, [{"find": "A", "replace": 1}])["merge"] == [{"find": "A", "replace": 1}]


def test_a_merge_that_is_none_is_said_when_it_is_read() -> None:
    with pytest.raises(InvalidDocument):
        merged(with_merge({"merge": {"find": "A"}}, []), Report())
    with pytest.raises(InvalidDocument):
        merged(with_merge({"merge": ["A"]}, []), Report())
