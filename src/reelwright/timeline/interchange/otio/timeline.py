"""A whole OpenTimelineIO timeline (https://opentimelineio.readthedocs.io) as a document of ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, cast

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Imported, Report
from reelwright.timeline.interchange.otio.frame import Frame
from reelwright.timeline.interchange.otio.literal import literal
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.stack import Built, frame_kept, whole_document
from reelwright.timeline.interchange.otio.times import rate_of
from reelwright.timeline.reading import read_tree

Json = dict[str, Any]
_SIZE = (1920, 1080)
_USUAL = Fraction(24)


def is_timeline(tree: Any) -> bool:
    """Whether a parsed JSON document is of OpenTimelineIO."""
    return isinstance(tree, dict) and "OTIO_SCHEMA" in tree


def import_timeline(tree: Any) -> Imported:
    """Our document for a timeline. Raises ``InvalidDocument`` with a pointer into the timeline."""
    report = Report()
    try:
        root = _timeline(Node.of(tree, "", report))
        stack = root.node("tracks") if root.schema == "Timeline" else root
        if stack is None:
            raise InvalidDocument("'tracks' is missing", pointer=root.at("tracks"))
        if stack.schema not in ("Stack", "Track", "Sequence", "Clip"):
            raise InvalidDocument(f"a {stack.schema[:60]} is no timeline", pointer=stack.pointer)
        own = frame_kept(root.kept)
        built = whole_document(stack, root.kept if own else {}, own or _frame(root, stack))
        document = cast("Json", literal(_titled(built.document, root) if not own else built.document))
        _check_written(document)
        _check(document, built)
    except RecursionError:
        raise InvalidDocument("the timeline is nested too deeply") from None
    return Imported(document, tuple(report.notes))


def _timeline(root: Node) -> Node:
    """The timeline itself, or the first of a collection."""
    if root.schema not in ("SerializableCollection", "SerializeableCollection"):
        return root
    children = root.nodes("children")
    found = next((child for child in children if child.schema == "Timeline"), None)
    if found is None:
        raise InvalidDocument("there is no timeline in it", pointer=root.at("children"))
    for child in children:
        if child is not found:
            root.report.lost(
                child.pointer, f"{child.text('name')[:60]!r}: only the first timeline of a collection is read"
            )
    return found


def _titled(document: Json, root: Node) -> Json:
    return ({"title": root.text("name")} if root.text("name") else {}) | document


def _frame(root: Node, stack: Node) -> Frame:
    """The rate the timeline says, else the one most of its clips are cut at. A timeline says no size."""
    start = root.node("global_start_time") if root.schema == "Timeline" else None
    fps = rate_of(start) if start else None
    if fps is None or not 1 < fps <= 240:
        fps = _commonest(stack) or _USUAL
    size = f"{_SIZE[0]} x {_SIZE[1]}"
    root.report.info(stack.pointer, f"a timeline says no size; it became {size} (another one: --aspect)")
    return Frame(*_SIZE, fps)


def _commonest(stack: Node) -> Fraction | None:
    """Of pictures first, then of sounds."""
    rates: dict[bool, Counter[Fraction]] = {True: Counter(), False: Counter()}
    for node, is_sound in _cut(stack, False):
        span = node.node("source_range")
        duration = span.node("duration") if span else None
        fps = rate_of(duration) if duration else None
        if fps is not None and 1 < fps <= 240:
            rates[is_sound][fps] += 1
    counted = rates[False] or rates[True]
    return counted.most_common(1)[0][0] if counted else None


def _cut(node: Node, is_sound: bool) -> Iterator[tuple[Node, bool]]:
    """Everything with a range, and whether it is heard only."""
    yield node, is_sound
    if node.schema in ("Stack", "Track", "Sequence"):
        for child in node.nodes("children"):
            yield from _cut(child, is_sound or child.text("kind") == "Audio")


def _check_written(document: Json) -> None:
    """Raises ``InvalidDocument`` for what no file can hold."""
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise InvalidDocument("a text holds half a character", hint="write the character itself") from None
    except ValueError:
        raise InvalidDocument("a number in the metadata is none, or endless") from None


def _check(document: Json, built: Built) -> None:
    """Raises ``InvalidDocument`` at the place in the timeline where it says what no document can."""
    try:
        read_tree(document)
    except InvalidDocument as error:
        head = "/".join((error.pointer or "").split("/")[:5])
        raise InvalidDocument(error.message, pointer=built.origins.get(head, ""), hint=error.hint) from None
