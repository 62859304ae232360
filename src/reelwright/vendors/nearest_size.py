"""The size, among those a vendor draws, that is nearest to the one wished for. Nothing is ever cropped."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reelwright.errors import InvalidInput

Size = tuple[int, int]


def nearest_size(width: int, height: int, sizes: Sequence[Size]) -> Size:
    """The nearest in shape, and of those the nearest in area."""
    return min(
        sizes,
        key=lambda size: (round(_shape_apart((width, height), size), 6), abs(math.log(size[0] * size[1] / width / height))),
    )  # fmt: skip


def nearest_ratio(width: int, height: int, ratios: Sequence[str]) -> str:
    """The nearest shape, written as ``16:9``."""
    return min(ratios, key=lambda ratio: _shape_apart((width, height), _ratio(ratio)))


def size_within(width: int, height: int, limits: str) -> Size:
    """The wished shape with both sides within ``limits``, written as ``256-1440/32``: least, most, and the step between.

    Raises ``InvalidInput`` for limits that cannot be read.
    """
    span, _, step_told = limits.partition("/")
    least_told, _, most_told = span.partition("-")
    try:
        least, most, step = int(least_told), int(most_told), int(step_told or 1)
    except ValueError:
        least = most = step = 0
    if not 1 <= step <= least <= most:
        raise InvalidInput(f"{limits!r} is no range of sizes", hint="for example 256-1440/32")
    scale = min(1.0, most / max(width, height))
    scale = max(scale, least / min(width, height))

    def side(pixels: int) -> int:
        return min(most // step * step, max(-(-least // step) * step, round(pixels * scale / step) * step))

    return side(width), side(height)


def read_sizes(told: str, setting: str) -> list[Size]:
    """Sizes written as ``1024x1024,1536x1024``. Raises ``InvalidInput``, which names the ``setting``."""
    try:
        pairs = [row.lower().split("x") for row in told.replace(" ", "").split(",") if row]
        sizes = [(int(width), int(height)) for width, height in pairs]
    except ValueError:
        sizes = []
    if not sizes or any(min(size) < 1 for size in sizes):
        raise InvalidInput(f"{setting} cannot be read", hint="for example 1024x1024,1536x1024")
    return sizes


def _ratio(told: str) -> Size:
    width, _, height = told.partition(":")
    return int(width), int(height)


def _shape_apart(one: Size, other: Size) -> float:
    return abs(math.log(one[0] / one[1]) - math.log(other[0] / other[1]))
