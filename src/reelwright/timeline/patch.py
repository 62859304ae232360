"""Edits of a document as JSON patches (RFC 6902), each with the patch that takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from reelwright.errors import InvalidDocument, InvalidInput

Operation = Mapping[str, Any]
"""``op`` (add, remove, replace, move, copy, test), ``path``, and ``value`` or ``from``."""
_MOST = 5000


def patched(tree: Any, patch: Sequence[Operation]) -> tuple[Any, list[dict[str, Any]]]:
    """The tree after all operations, and the patch that makes the old one of it. ``tree`` itself is left alone.

    Raises ``InvalidInput`` for an operation that is none, ``InvalidDocument`` (with its pointer) for one whose place is not there
    or whose ``test`` fails.
    """
    if len(patch) > _MOST:
        raise InvalidInput(f"a patch has at most {_MOST} operations", hint="send the whole document")
    back: list[dict[str, Any]] = []
    for operation in patch:
        tree, undone = _applied(tree, operation)
        back[:0] = undone
    return tree, back


def _applied(tree: Any, operation: Operation) -> tuple[Any, list[dict[str, Any]]]:
    kind, path = operation.get("op"), str(operation.get("path", ""))
    if kind == "test":
        if _at(tree, path) != operation.get("value"):
            raise InvalidDocument("the document is not as the edit expects it", pointer=path, hint="read it again")
        return tree, []
    if kind == "add":
        return _added(tree, path, operation.get("value"))
    if kind == "remove":
        old = _at(tree, path)
        return _without(tree, path), [{"op": "add", "path": path, "value": old}]
    if kind == "replace":
        old = _at(tree, path)
        return _with(tree, path, operation.get("value")), [{"op": "replace", "path": path, "value": old}]
    if kind in ("move", "copy"):
        source = str(operation.get("from", ""))
        value = _at(tree, source)
        if kind == "copy":
            return _added(tree, path, value)
        if path.startswith(f"{source}/"):
            raise InvalidDocument("nothing can be moved into itself", pointer=path)
        back: list[dict[str, Any]] = [{"op": "add", "path": source, "value": value}]
        tree, undone = _added(_without(tree, source), path, value)
        return tree, undone + back
    raise InvalidInput(f"there is no operation {kind!r}", hint="add, remove, replace, move, copy or test")


def _added(tree: Any, path: str, value: Any) -> tuple[Any, list[dict[str, Any]]]:
    if not path:
        return value, [{"op": "replace", "path": "", "value": tree}]
    parent, _, step = path.rpartition("/")
    holder = _at(tree, parent)
    if isinstance(holder, list):
        items = cast("list[Any]", holder)
        place = len(items) if step == "-" else _index(step, len(items) + 1, path)
        grown = [*items[:place], value, *items[place:]]
        return _with(tree, parent, grown), [{"op": "remove", "path": f"{parent}/{place}"}]
    if not isinstance(holder, dict):
        raise _nothing(path)
    mapping, key = cast("dict[str, Any]", holder), _plain(step)
    undo = {"op": "replace", "path": path, "value": mapping[key]} if key in mapping else {"op": "remove", "path": path}
    return _with(tree, parent, mapping | {key: value}), [undo]


def _at(tree: Any, path: str) -> Any:
    for step in _steps(path):
        tree = _inner(tree, step, path)
    return tree


def _inner(tree: Any, step: str, path: str) -> Any:
    if isinstance(tree, list):
        items = cast("list[Any]", tree)
        return items[_index(step, len(items), path)]
    mapping = cast("dict[str, Any]", tree)
    if not isinstance(tree, dict) or step not in mapping:
        raise _nothing(path)
    return mapping[step]


def _with(tree: Any, path: str, value: Any) -> Any:
    """A copy of the way to ``path`` with another value at its end; everything beside it is shared."""
    return _changed(tree, _steps(path), value, path)


def _changed(tree: Any, steps: list[str], value: Any, path: str) -> Any:
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    inner = _changed(_inner(tree, first, path), rest, value, path)
    if isinstance(tree, list):
        items = [*cast("list[Any]", tree)]
        items[int(first)] = inner
        return items
    return {**tree, first: inner}


def _without(tree: Any, path: str) -> Any:
    if not path:
        raise InvalidInput("the whole document cannot be removed")
    parent, _, step = path.rpartition("/")
    holder = _at(tree, parent)
    if isinstance(holder, list):
        items = cast("list[Any]", holder)
        place = _index(step, len(items), path)
        return _with(tree, parent, items[:place] + items[place + 1 :])
    mapping = cast("dict[str, Any]", holder)
    return _with(tree, parent, {key: value for key, value in mapping.items() if key != _plain(step)})


def _steps(path: str) -> list[str]:
    if path and not path.startswith("/"):
        raise InvalidInput(f"{path[:100]!r} is no JSON pointer", hint="such as /tracks/0/clips/1/text")
    return [_plain(step) for step in path.split("/")[1:]]


def _plain(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _index(step: str, size: int, path: str) -> int:
    if not step.isdecimal() or len(step) > 9 or int(step) >= size or (len(step) > 1 and step[0] == "0"):
        raise _nothing(path)
    return int(step)


def _nothing(path: str) -> InvalidDocument:
    return InvalidDocument("there is nothing at this place of the document", pointer=path, hint="read it again")
