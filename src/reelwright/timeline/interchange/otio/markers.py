"""Chapters as markers of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from reelwright.timeline.interchange.otio.node import SPACE, Node
from reelwright.timeline.interchange.otio.times import in_document, span_at, time_range
from reelwright.units.time import frame_at

Json = dict[str, Any]


def markers_of(chapters: Sequence[tuple[str, Fraction]], fps: Fraction) -> list[Json]:
    """A marker for each chapter (title, seconds)."""
    return [
        {
            "OTIO_SCHEMA": "Marker.2",
            "metadata": {SPACE: {"chapter": frame_at(start, fps), "title": title}},
            "name": title,
            "color": "GREEN",
            "marked_range": time_range(frame_at(start, fps), 0, fps),
            "comment": "",
        }
        for title, start in chapters
    ]


def chapters_of(stack: Node, fps: Fraction) -> list[Json]:
    """Our chapters for the markers of a whole timeline; markers that are none of ours are reported to have become some."""
    chapters: list[tuple[int, str]] = []
    for number, marker in enumerate(stack.nodes("markers"), 1):
        start, title = _place(marker, fps)
        if start < 0:
            marker.report.lost(marker.pointer, "lies before the timeline")
            continue
        if "chapter" not in marker.kept:
            marker.report.info(marker.pointer, "became a chapter")
        comment = marker.text("comment")
        if comment and comment != title:
            marker.report.lost(marker.at("comment"), f"a chapter has no comment: {comment[:60]!r}")
        chapters.append((start, title or f"Marker {number}"))
    return [{"title": title, "start": in_document(start / fps, fps)} for start, title in sorted(chapters)]


def chapters_as_written(document: Json, stack: Node, fps: Fraction) -> bool:
    """Whether the markers are those that were written for the document's chapters."""
    written: object = document.get("chapters") or []
    markers = stack.nodes("markers")
    return (
        isinstance(written, list)
        and len(markers) == len(cast("list[Any]", written))
        and all(_place(marker, fps) == (marker.kept.get("chapter"), marker.kept.get("title")) for marker in markers)
    )


def _place(marker: Node, fps: Fraction) -> tuple[int, str]:
    span = span_at(marker, "marked_range")
    return frame_at(span.start, fps) if span else 0, marker.text("name") or marker.text("comment")
