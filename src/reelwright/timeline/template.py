"""Filling a template: placeholders, ``if`` and ``repeat`` in the parsed tree. Values keep their types; a quote in a value breaks nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.expression import ExpressionError, as_text, evaluate

_PLACEHOLDER = re.compile(r"\\\{\{|\{\{((?:[^'\"}]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\}(?!\}))*)\}\}")
MOST_CLIPS = 20_000
"""Clips one document may grow to; a guard against runaway repeats."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A tree without placeholders, and where each of its clips stood in the written one."""

    tree: dict[str, Any]
    origins: Mapping[str, str]

    def origin(self, pointer: str) -> str:
        """The pointer into the written document for one into the filled tree."""
        head = re.match(r"/tracks/\d+/clips/\d+", pointer)
        if head and head.group() in self.origins:
            return self.origins[head.group()] + pointer[head.end() :]
        return pointer


def fill(tree: Mapping[str, Any], values: Mapping[str, Any]) -> Filled:
    """The document with its variables' values in place. Raises ``InvalidDocument`` at the placeholder that has no value."""
    origins: dict[str, str] = {}
    filled: dict[str, Any] = {}
    for key, value in tree.items():
        if key == "tracks" and isinstance(value, list):
            filled[key] = _tracks(cast("list[Any]", value), values, origins)
        elif key != "variables":
            filled[key] = _value(value, values, f"/{key}")
    return Filled(filled, origins)


def _tracks(tracks: list[Any], values: Mapping[str, Any], origins: dict[str, str]) -> list[Any]:
    result: list[Any] = []
    for index, track in enumerate(tracks):
        pointer = f"/tracks/{index}"
        if not isinstance(track, dict) or not isinstance(cast("dict[str, Any]", track).get("clips"), list):
            result.append(_value(track, values, pointer))
            continue
        clips: list[tuple[Any, str]] = []
        for number, clip in enumerate(cast("list[Any]", track["clips"])):
            clips += _clip(clip, values, f"{pointer}/clips/{number}")
            if len(clips) + len(origins) > MOST_CLIPS:
                raise InvalidDocument(f"more than {MOST_CLIPS} clips", pointer=f"{pointer}/clips/{number}")
        origins.update({f"{pointer}/clips/{place}": origin for place, (_, origin) in enumerate(clips)})
        rest = {
            key: _value(value, values, f"{pointer}/{key}")
            for key, value in cast("dict[str, Any]", track).items()
            if key != "clips"
        }
        result.append(rest | {"clips": [clip for clip, _ in clips]})
    return result


def _clip(clip: Any, values: Mapping[str, Any], pointer: str) -> list[tuple[Any, str]]:
    """The clips one written entry stands for: none (``if`` is false), one, or one per item (``repeat``)."""
    if not isinstance(clip, dict):
        return [(clip, pointer)]
    entry = cast("dict[str, Any]", clip)
    if "if" in entry and not _condition(entry["if"], values, f"{pointer}/if"):
        return []
    if "repeat" not in entry:
        return [(_single(entry, values, pointer), pointer)]
    extra = set(entry) - {"repeat", "as", "clip", "if"}
    if extra or "clip" not in entry:
        wrong = f"a repeat has no {sorted(extra)[0]!r}" if extra else "a repeat needs a 'clip'"
        raise InvalidDocument(f'{wrong}; write {{"repeat": list, "as": name, "clip": {{…}}}}', pointer=pointer)
    written = entry["repeat"]
    items = _value(written, values, f"{pointer}/repeat")
    if isinstance(items, str):  # a bare name or expression, as in "repeat": "photos"
        items = _evaluated(items, values, f"{pointer}/repeat")
    if not isinstance(items, list):
        raise InvalidDocument("repeat needs a list", pointer=f"{pointer}/repeat")
    name = entry.get("as", "item")
    if not isinstance(name, str) or not name.isidentifier():
        raise InvalidDocument(f"{name!r} is not a name", pointer=f"{pointer}/as")
    result: list[tuple[Any, str]] = []
    for index, item in enumerate(cast("list[Any]", items)):
        result += _clip(entry["clip"], {**values, name: item, "index": index}, f"{pointer}/clip")
    return result


def _single(entry: dict[str, Any], values: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """One clip with its values in place. A document inside it has placeholders of its own, which stay."""
    inner = {"document"} if entry.get("type") == "composition" else set[str]()
    return {
        key: value if key in inner else _value(value, values, f"{pointer}/{escaped(key)}")
        for key, value in entry.items()
        if key != "if"
    }


def _condition(written: Any, values: Mapping[str, Any], pointer: str) -> bool:
    value = _value(written, values, pointer)
    if isinstance(written, str) and value is written:
        value = _evaluated(written, values, pointer)
    return bool(value)


def _value(written: Any, values: Mapping[str, Any], pointer: str) -> Any:
    if isinstance(written, str):
        return _text(written, values, pointer)
    if isinstance(written, list):
        return [_value(item, values, f"{pointer}/{index}") for index, item in enumerate(cast("list[Any]", written))]
    if isinstance(written, dict):
        return {
            key: _value(item, values, f"{pointer}/{escaped(key)}")
            for key, item in cast("dict[str, Any]", written).items()
        }
    return written


def _text(written: str, values: Mapping[str, Any], pointer: str) -> Any:
    if "{{" not in written:
        return written
    whole = _PLACEHOLDER.fullmatch(written.strip())
    if whole and whole.group(1) is not None:
        return _evaluated(whole.group(1), values, pointer)

    def replaced(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return "{{"
        return as_text(_evaluated(match.group(1), values, pointer))

    try:
        return _PLACEHOLDER.sub(replaced, written)
    except ExpressionError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None


def _evaluated(source: str, values: Mapping[str, Any], pointer: str) -> Any:
    try:
        return evaluate(source, values)
    except ExpressionError as error:
        raise InvalidDocument(f"in {source.strip()!r}: {error}", pointer=pointer) from None


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
