"""Patches do what RFC 6902 says, leave the old document alone, and their way back leads to it exactly."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.timeline.differences import differences
from reelwright.timeline.patch import patched

_TREE: dict[str, Any] = {"a": {"b": [1, 2, 3], "c/d": "x"}, "e": None}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ([{"op": "add", "path": "/a/b/1", "value": 9}], {"a": {"b": [1, 9, 2, 3], "c/d": "x"}, "e": None}),
        ([{"op": "add", "path": "/a/b/-", "value": 9}], {"a": {"b": [1, 2, 3, 9], "c/d": "x"}, "e": None}),
        ([{"op": "remove", "path": "/a/b/0"}], {"a": {"b": [2, 3], "c/d": "x"}, "e": None}),
        ([{"op": "replace", "path": "/a/c~1d", "value": "y"}], {"a": {"b": [1, 2, 3], "c/d": "y"}, "e": None}),
        ([{"op": "move", "from": "/a/b/0", "path": "/a/b/2"}], {"a": {"b": [2, 3, 1], "c/d": "x"}, "e": None}),
        ([{"op": "copy", "from": "/a/b", "path": "/e"}], {"a": {"b": [1, 2, 3], "c/d": "x"}, "e": [1, 2, 3]}),
        (
            [{"op": "test", "path": "/e", "value": None}, {"op": "remove", "path": "/e"}],
            {"a": {"b": [1, 2, 3], "c/d": "x"}},
        ),
    ],
)
def test_each_operation(patch: list[dict[str, Any]], expected: Any) -> None:
    before = copy.deepcopy(_TREE)
    after, back = patched(_TREE, patch)
    assert after == expected
    assert before == _TREE
    assert patched(after, back)[0] == _TREE


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "/a/b/7"},
        {"op": "replace", "path": "/a/nothing", "value": 1},
        {"op": "add", "path": "/a/b/01", "value": 1},
        {"op": "test", "path": "/e", "value": 1},
        {"op": "move", "from": "/a", "path": "/a/b/0"},
    ],
)
def test_what_is_not_there_is_named(operation: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocument) as refused:
        patched(_TREE, [operation])
    assert refused.value.pointer == operation["path"]


def test_an_operation_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no operation"):
        patched(_TREE, [{"op": "swap", "path": "/a"}])


_plain = some.recursive(
    some.none() | some.integers() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text("ab/~", max_size=2), inner, max_size=3),
    max_leaves=12,
)


def _places(tree: Any, at: str = "") -> list[str]:
    found = [at]
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, inner in rows:
        found += _places(inner, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")
    return found


@given(tree=_plain, data=some.data())
def test_every_patch_can_be_taken_back(tree: Any, data: some.DataObject) -> None:
    now, ways_back = tree, []
    for _ in range(4):
        places = _places(now)
        path = data.draw(some.sampled_from(places))
        kind = data.draw(some.sampled_from(["replace", "remove"] if path else ["replace"]))
        now, back = patched(now, [{"op": kind, "path": path, "value": data.draw(_plain)}])
        ways_back.append(back)
    for back in reversed(ways_back):
        now, _ = patched(now, back)
    assert json.dumps(now) == json.dumps(tree) or now == tree


def test_differences_name_the_clip_and_find_what_moved() -> None:
    title, photo = {"type": "text", "text": "Rice"}, {"type": "image", "src": "a/b.jpg", "duration": 2}
    before = {"tracks": [{"clips": [title, photo]}]}
    after = {"tracks": [{"clips": [{"type": "shape"}, title, photo | {"duration": 3}]}]}
    found = [(each.what, each.pointer, each.clip, each.before, each.after) for each in differences(before, after)]
    assert found == [
        ("added", "/tracks/0/clips/0", "shape", None, "shape"),
        ("changed", "/tracks/0/clips/2/duration", "b.jpg", 2, 3),
    ]
    assert differences(before, before) == []
