"""The tracks of a stack with their items in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reelwright.timeline.interchange.otio.node import Node
from reelwright.timeline.interchange.otio.placing import GAPS, Item, Kind, items_of, length_inside, length_of, within
from reelwright.timeline.interchange.otio.times import Span


@dataclass(frozen=True, slots=True)
class LaidTrack:
    node: Node
    kind: Kind
    items: tuple[Item, ...]


def laid_tracks(stack: Node, window: Span | None, only: Kind | None) -> list[LaidTrack]:
    """The tracks from the bottom up, and of them what lies within the window. With ``only``, tracks of that kind.

    A track may stand for a stack of one; its own range is then the window.
    """
    laid: list[LaidTrack] = []
    for node, kind in _tracks(stack, only):
        items = items_of(node, is_whole=node is stack)
        laid.append(LaidTrack(node, kind, tuple(items if window is None else within(items, window))))
    return laid


def seconds_of_stack(stack: Node) -> Fraction:
    """How long a stack (or a track in its place) is by itself, gaps at its ends included."""
    return length_of(stack) if stack.schema == "Clip" else length_inside(stack)


def _tracks(stack: Node, only: Kind | None) -> Iterator[tuple[Node, Kind]]:
    for node in stack.nodes("children") if stack.schema == "Stack" else [stack]:
        if node.schema in GAPS:
            continue
        if node.schema not in ("Track", "Sequence"):
            if node.schema not in ("Clip", "Stack"):
                node.report.lost(node.pointer, f"nothing is known of a {node.schema[:60]!r} in a stack")
            elif not node.flag("enabled", True):
                node.report.info(node.pointer, "is disabled, and was left out")
            else:
                yield node, only or "Video"
            continue
        kind = node.text("kind") or "Video"
        if kind not in ("Video", "Audio"):
            node.report.lost(node.pointer, f"a track of the kind {kind[:60]!r} cannot be shown or heard")
        elif not node.flag("enabled", True):
            node.report.info(node.pointer, "is disabled, and was left out")
        elif only is None or kind == only:
            if node is not stack:
                tell_unused(node)
            yield node, kind


def tell_unused(node: Node) -> None:
    """Reports the effects of a whole track or stack, and a track's markers."""
    for effect in node.nodes("effects"):
        name = effect.text("effect_name") or effect.text("name") or effect.schema
        node.report.lost(effect.pointer, f"an effect on a whole track or stack: {name[:60]!r}")
    if node.schema != "Stack":
        for marker in node.nodes("markers"):
            node.report.lost(marker.pointer, f"only the whole timeline has markers: {marker.text('name')[:60]!r}")
