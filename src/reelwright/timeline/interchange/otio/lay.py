"""How an item lies, and whether that is as we have written it."""

from __future__ import annotations

from fractions import Fraction

from reelwright.timeline.interchange.otio.placing import Item
from reelwright.timeline.interchange.otio.record import Lay, url_in
from reelwright.units.time import frame_at

_ALIKE = Fraction(1, 100)
"""Parts of a frame by which a time of a medium may differ."""


def lay_of(item: Item, fps: Fraction) -> Lay:
    """How an item lies now."""
    joined = item.head is not None and "preset" in item.head.node.kept
    source = float(item.covered.start * fps)
    return Lay(frame_at(item.first, fps), frame_at(item.last, fps), source, item.scalar, url_in(item.node), joined)


def is_as_written(item: Item, fps: Fraction) -> bool:
    """Whether nothing that OpenTimelineIO says of the item has changed since we wrote it."""
    record = item.record
    return (
        record is not None
        and is_alike(lay_of(item, fps), record.lay)
        and (item.head is None or record.lay.joined)
        and (item.tail is None or "preset" in item.tail.node.kept)
    )


def is_alike(one: Lay, other: Lay) -> bool:
    return (
        (one.start, one.end, one.scalar, one.url, one.joined)
        == (other.start, other.end, other.scalar, other.url, other.joined)
    ) and is_near(one.source, other.source)  # fmt: skip


def is_near(one: float, other: float) -> bool:
    """Whether two times of a medium, in frames, are the same but for the noise of binary numbers."""
    return abs(one - other) < _ALIKE
