"""JSON's arrays within arrays are taken: the corners of a polygon are pairs."""

from __future__ import annotations

import json

from reelwright.timeline.reading import read_document


def test_a_polygon_has_the_corners_it_is_given() -> None:
    corners = [[0, 0], [0.5, 0], [0.4, 1.0]]
    clip = {"type": "shape", "shape": "polygon", "points": corners, "duration": 1}
    reading = read_document(json.dumps({"canvas": {"width": 64, "height": 64}, "tracks": [{"clips": [clip]}]}))
    assert [list(point) for point in reading.document.tracks[0].clips[0].points] == corners  # type: ignore[union-attr]
