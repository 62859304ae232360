"""Values that fit a JSON Schema, told by ours and by the reference library."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.providers.json_shape import Misfit, fitted

_scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, "", "a", "b", "abc"])
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
_types = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3)},
        optional={
            "required": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
            "additionalProperties": st.booleans() | inner,
        },
    )


_leaves = (
    st.fixed_dictionaries({"type": _types | st.lists(_types, min_size=1, max_size=2, unique=True)})
    | st.fixed_dictionaries({"enum": st.lists(_values, min_size=1, max_size=3)})
    | st.fixed_dictionaries({"const": _values})
    | st.fixed_dictionaries({"type": st.just("string"), "minLength": st.integers(0, 2), "maxLength": st.integers(0, 3)})
    | st.fixed_dictionaries({"type": st.just("string"), "pattern": st.sampled_from(["^a", "b", "^$"])})
    | st.fixed_dictionaries({"minimum": st.integers(-2, 2), "exclusiveMaximum": st.integers(-2, 2)})
    | st.just({"$ref": "#/$defs/word"})
    | st.just({})
)
_schemas = st.recursive(
    _leaves,
    lambda inner: (
        _objects(inner)
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner, "maxItems": st.integers(0, 3)})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)})
        | st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)})
    ),
    max_leaves=6,
)


@given(_schemas, _values)
def test_it_takes_what_the_reference_takes_and_gives_what_the_reference_takes(schema: Any, value: Any) -> None:
    whole = {**schema, "$defs": {"word": {"type": "string", "minLength": 1}}}
    reference = jsonschema.Draft202012Validator(whole)
    try:
        fit = fitted(value, whole)
    except Misfit:
        assert not reference.is_valid(value)
        return
    if reference.is_valid(value):
        assert fit == value
    elif "allOf" not in str(schema) and "enum" not in str(schema) and "const" not in str(schema):
        assert reference.is_valid(fit)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a": {"b": [1, "x"]}}, "/a/b/1 is not of type integer"),
        ({}, "the answer lacks 'a'"),
        ([], "the answer is not of type object"),
        ({"a": {"b": [float("nan")]}}, "/a/b/0 is not of type integer"),
    ],
)
def test_a_misfit_says_where_and_what(value: Any, said: str) -> None:
    numbers = {"type": "array", "items": {"type": "integer"}}
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "object", "properties": {"b": numbers}}},
    }
    with pytest.raises(Misfit, match=said):
        fitted(value, schema)


def test_members_not_asked_for_are_left_out_wherever_they_are() -> None:
    row = {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "integer"}}}
    schema = {"type": "object", "properties": {"rows": {"type": "array", "items": row}}}
    assert fitted({"rows": [{"a": 1, "b": 2}], "note": "x"}, schema) == {"rows": [{"a": 1}], "note": "x"}
