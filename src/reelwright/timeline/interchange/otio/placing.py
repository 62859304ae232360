"""Where the items of a track lie: exact seconds, with the transitions between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.record import Record, record_of
from reelwright.timeline.interchange.otio.reference import has_beginning, reference_of
from reelwright.timeline.interchange.otio.times import Span, span_at, time_at

Kind = Literal["Video", "Audio"]
GAPS = ("Gap", "Filler")
NESTED = ("Stack", "Track", "Sequence")
_ZERO = Fraction(0)
_NOISE = Fraction(1, 10**6)
"""Seconds; what binary numbers may make of nothing."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A transition: it begins ``lead`` seconds before the cut and ends ``tail`` after it. ``is_edge``: there is a clip on one side only."""

    node: Node
    lead: Fraction
    tail: Fraction
    is_edge: bool

    @property
    def seconds(self) -> Fraction:
        return self.lead + self.tail


@dataclass(frozen=True, slots=True)
class Item:
    """A clip or a nested stack, from cut to cut; ``source`` is the time of its medium or stack where its range starts."""

    node: Node
    start: Fraction
    end: Fraction
    source: Fraction
    scalar: float
    """Speed; 0 is a still, below 0 backwards."""
    head: Joint | None = None
    tail: Joint | None = None
    sound: bool = True
    """Whether a picture's own sound is heard."""
    length: Fraction | None = None
    """Of its medium, where the timeline says it."""
    record: Record | None = None
    """What we have written of it, when it is ours."""

    @property
    def first(self) -> Fraction:
        """Where it comes into view: with the transition at its head."""
        return self.start - (self.head.lead if self.head else 0)

    @property
    def last(self) -> Fraction:
        """Where it has gone: with the transition at its tail."""
        return self.end + (self.tail.tail if self.tail else 0)

    @property
    def covered(self) -> Span:
        """The part of its medium that plays between ``first`` and ``last``; of a still one moment."""
        speed = abs(Fraction(str(self.scalar)))
        before, after = (self.start - self.first) * speed, (self.last - self.end) * speed
        start = self.source - (before if self.scalar >= 0 else after)
        return Span(start, (self.last - self.first) * speed)


def items_of(track: Node, *, is_whole: bool = False) -> list[Item]:
    """The items of a track (or of anything else, which is then the only one), within the track's own range unless ``is_whole``."""
    if track.schema not in ("Track", "Sequence"):
        return _joined([_Child(track, _ZERO, length_of(track))])
    children: list[_Child] = []
    at = _ZERO
    for node in track.nodes("children"):
        if node.schema == "Transition":
            children.append(_Child(node, at, at))
            continue
        length = length_of(node)
        children.append(_Child(node, at, at + length))
        at += length
    items = _joined(children)
    window = None if is_whole else span_at(track, "source_range")
    return items if window is None else within(items, window)


def length_of(node: Node) -> Fraction:
    """Seconds an item takes in its track."""
    span = span_at(node, "source_range")
    if span is not None:
        return span.duration
    if node.schema in NESTED:
        return length_inside(node)
    if node.schema != "Clip":
        return _ZERO
    reference = reference_of(node)
    available = None if reference is None else span_at(reference, "available_range")
    if available is None:
        raise InvalidDocument(
            "nothing says how long it is",
            pointer=node.pointer,
            hint="give it a source_range, or its medium an available_range",
        )
    return available.duration


def length_inside(node: Node) -> Fraction:
    """Seconds that a stack or track takes by its children; what follows the last cut in a transition counts."""
    children = node.nodes("children")
    lengths = [length_of(child) for child in children if child.schema != "Transition"]
    if node.schema == "Stack":
        return max(lengths, default=_ZERO)
    ending = children[-1] if len(children) > 1 and children[-1].schema == "Transition" else None
    return sum(lengths, _ZERO) + ((time_at(ending, "out_offset") or _ZERO) if ending else _ZERO)


def within(items: Iterable[Item], window: Span) -> list[Item]:
    """What is left of the items inside a range, counted from its start. What is cut loses its transition there."""
    result: list[Item] = []
    for item in items:
        start, end = max(item.start, window.start), min(item.end, window.end)
        if end <= start:
            continue
        cut = start - item.start if item.scalar >= 0 else item.end - end
        result.append(
            replace(
                item, start=start - window.start, end=end - window.start,
                source=item.source + cut * abs(Fraction(str(item.scalar))),
                head=item.head if start == item.start and item.first >= window.start else None,
                tail=item.tail if end == item.end and item.last <= window.end else None,
            )
        )  # fmt: skip
    return result


@dataclass(frozen=True, slots=True)
class _Child:
    node: Node
    start: Fraction
    end: Fraction


def _joined(children: list[_Child]) -> list[Item]:
    """The clips among the children, with the transitions beside them."""
    shown = [_is_shown(child.node) for child in children]
    joints = {
        place: _joint(children, shown, place)
        for place, child in enumerate(children)
        if child.node.schema == "Transition"
    }
    return [
        _item(child, joints.get(place - 1), joints.get(place + 1))
        for place, child in enumerate(children)
        if shown[place]
    ]


def _is_shown(node: Node) -> bool:
    """Whether it is a clip; tells what else is left out."""
    if node.schema in GAPS:
        if node.nodes("effects"):
            node.report.lost(node.at("effects"), "a gap shows nothing, whatever its effects are")
        return False
    if node.schema == "Transition":
        return False
    if node.schema != "Clip" and node.schema not in NESTED:
        node.report.lost(node.pointer, f"nothing is known of a {node.schema[:60]!r} in a track")
        return False
    if not node.flag("enabled", True):
        node.report.info(node.pointer, "is disabled, and was left out")
        return False
    return True


def _joint(children: list[_Child], shown: list[bool], place: int) -> Joint | None:
    """The transition, no longer than what lies beside it; ``None`` when it takes no time or joins nothing."""
    node = children[place].node
    offsets: list[Fraction] = []
    sides = (place - 1, place + 1)
    for key, side in zip(("in_offset", "out_offset"), sides, strict=True):
        offset = time_at(node, key) or _ZERO
        if offset < 0:
            raise InvalidDocument("lasts less than nothing", pointer=node.at(key))
        room = children[side].end - children[side].start if 0 <= side < len(children) else _ZERO
        if offset > room and side < len(children):  # after the last clip there is room
            node.report.approximated(node.at(key), "is longer than what it overlaps, and was shortened")
        offsets.append(min(offset, room) if side < len(children) else offset)
    beside = [0 <= side < len(children) and shown[side] for side in sides]
    if not any(beside):
        node.report.lost(node.pointer, "there is no clip beside the transition")
    if sum(offsets) == 0 or not any(beside):
        return None
    return Joint(node, offsets[0], offsets[1], not all(beside))


def _item(child: _Child, head: Joint | None, tail: Joint | None) -> Item:
    node = child.node
    scalar = _scalar(node)
    for marker in (marker for marker in node.nodes("markers") if "chapter" not in marker.kept):
        node.report.lost(marker.pointer, f"a clip has no markers: {marker.text('name')[:60]!r}")
    span = span_at(node, "source_range")
    reference = reference_of(node) if node.schema == "Clip" else None
    available = None if reference is None else span_at(reference, "available_range")
    origin = available.start if available else _ZERO
    source = _ZERO if span is None else span.start - origin
    if source < 0:
        node.report.approximated(
            node.at("source_range"), "begins before its medium does; it was moved to where that begins"
        )
        source = _ZERO
    item = Item(node, child.start, child.end, source, scalar, head, tail, record=record_of(node))
    if reference is None or not has_beginning(reference):
        return item if reference is not None else _with_handles(item)
    return _with_handles(replace(item, length=available.duration if available else None))


def _with_handles(item: Item) -> Item:
    """Shortens transitions that need a part of the medium before its beginning."""
    missing = -item.covered.start
    if missing <= _NOISE:
        return item
    speed = abs(Fraction(str(item.scalar)))
    joint = item.head if item.scalar >= 0 else item.tail
    assert joint is not None
    joint.node.report.approximated(
        joint.node.pointer, "needs more of the medium than lies before the cut, and was shortened"
    )
    less = missing / speed
    if item.scalar >= 0:
        return replace(item, head=_none_if_empty(replace(joint, lead=joint.lead - less)))
    return replace(item, tail=_none_if_empty(replace(joint, tail=joint.tail - less)))


def _none_if_empty(joint: Joint) -> Joint | None:
    return joint if joint.seconds > 0 else None


def _scalar(node: Node) -> float:
    """The product of an item's time warps. Other effects are reported."""
    scalar = 1.0
    for effect in node.nodes("effects"):
        if not effect.flag("enabled", True):
            continue
        if effect.schema == "FreezeFrame":
            scalar = 0.0
        elif effect.schema == "LinearTimeWarp":
            scalar *= effect.number("time_scalar", 1.0)
        else:
            name = effect.text("effect_name") or effect.text("name") or effect.schema
            node.report.lost(effect.pointer, f"the effect {name[:60]!r} is unknown here")
    return scalar
