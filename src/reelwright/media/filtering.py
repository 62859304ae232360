"""Running sound through libavfilter, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import av.error
import av.filter
import numpy as np

from reelwright.media.audio_read import Samples
from reelwright.units.time import SAMPLE_RATE

Filters = list[tuple[str, str]]
"""Filter names with their arguments, in order."""


def filtered_frames(blocks: Iterable[Samples], filters: Filters) -> Iterator[Any]:
    """Frames that come out of a chain of filters (float stereo 48 kHz in)."""
    graph = av.filter.Graph()
    nodes: list[Any] = [
        graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="stereo", time_base=Fraction(1, SAMPLE_RATE))
    ]
    for name, arguments in [
        *filters,
        ("aformat", f"sample_fmts=flt:channel_layouts=stereo:sample_rates={SAMPLE_RATE}"),
    ]:
        nodes.append(graph.add(name, arguments))
    nodes.append(graph.add("abuffersink"))
    for left, right in pairwise(nodes):
        left.link_to(right)
    graph.configure()
    position = 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.reshape(1, -1), np.float32), "flt", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, position, Fraction(1, SAMPLE_RATE)
        position += len(block)
        nodes[0].push(frame)
        yield from _pulled(nodes[-1])
    nodes[0].push(None)
    yield from _pulled(nodes[-1])


def filtered(blocks: Iterable[Samples], filters: Filters) -> Iterator[Samples]:
    """Samples that come out of a chain of filters."""
    for frame in filtered_frames(blocks, filters):
        yield frame.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False)


def _pulled(sink: Any) -> Iterator[Any]:
    while True:
        try:
            yield sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def tempo_filters(speed: float) -> Filters:
    """atempo stages for a change of speed with the pitch kept; each stage stays where the filter sounds best (0.5 to 2)."""
    filters: Filters = []
    while speed > 2:
        filters.append(("atempo", "2"))
        speed /= 2
    while speed < 0.5:
        filters.append(("atempo", "0.5"))
        speed /= 0.5
    return [*filters, ("atempo", f"{speed:.9f}")]
