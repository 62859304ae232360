"""What is different between two documents, change by change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, cast

from reelwright.timeline.template import escaped

_SHORT = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """``pointer`` is a place in the newer document (in the older one of what was removed). ``clip`` names the clip it lies in."""

    what: Literal["added", "removed", "changed"]
    pointer: str
    clip: str
    before: Any = None
    after: Any = None


def differences(before: Any, after: Any, most: int = 500) -> list[Difference]:
    """At most so many, in the order of the document."""
    found: list[Difference] = []
    for difference in _between(before, after, "", ""):
        found.append(difference)
        if len(found) == most:
            break
    return found


def _between(before: Any, after: Any, pointer: str, clip: str) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_mappings(cast("dict[str, Any]", before), cast("dict[str, Any]", after), pointer, clip)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(cast("list[Any]", before), cast("list[Any]", after), pointer, clip)
    else:
        yield Difference("changed", pointer, clip, _short(before), _short(after))


def _of_mappings(before: dict[str, Any], after: dict[str, Any], pointer: str, clip: str) -> Iterator[Difference]:
    name = _name(after) if "type" in after else clip
    for key in [*after, *(key for key in before if key not in after)]:
        place = f"{pointer}/{escaped(key)}"
        if key not in before:
            yield Difference("added", place, name, None, _short(after[key]))
        elif key not in after:
            yield Difference("removed", place, name, _short(before[key]), None)
        else:
            yield from _between(before[key], after[key], place, name)


def _of_lists(before: list[Any], after: list[Any], pointer: str, clip: str) -> Iterator[Difference]:
    """Items that stayed are found again where they moved; of a stretch that was replaced, items are compared in pairs."""
    matcher = SequenceMatcher(None, [repr(item) for item in before], [repr(item) for item in after], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = min(last - first, end - start)
        for step in range(pairs):
            yield from _between(before[first + step], after[start + step], f"{pointer}/{start + step}", clip)
        for place in range(first + pairs, last):
            item = before[place]
            yield Difference("removed", f"{pointer}/{place}", _name(item) or clip, _short(item), None)
        for place in range(start + pairs, end):
            item = after[place]
            yield Difference("added", f"{pointer}/{place}", _name(item) or clip, None, _short(item))


def _name(item: Any) -> str:
    """A few words a person knows a clip by; empty for what is none."""
    if not isinstance(item, dict) or "type" not in item:
        return ""
    clip = cast("dict[str, Any]", item)
    said = clip.get("text") or clip.get("id") or str(clip.get("src") or "").rpartition("/")[2] or clip["type"]
    return str(said)[:80]


def _short(value: Any) -> Any:
    """Plain values as they are; of clips their name, of other lists and objects what they are."""
    if isinstance(value, str):
        return value if len(value) <= _SHORT else value[: _SHORT - 1] + "…"
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return _name(mapping) or str(mapping.get("text") or ", ".join(mapping))[:_SHORT]
    if isinstance(value, list):
        return f"{len(cast('list[Any]', value))} items"
    return value
