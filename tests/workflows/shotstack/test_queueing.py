"""What is wrong in the document an edit became is shown in the edit."""

from __future__ import annotations

import pytest

from reelwright.errors import InvalidDocument
from reelwright.workflows.shotstack.queueing import pointer_in_edit, read_edit

EDIT = {"timeline": {"tracks": [{"clips": []}, {"clips": []}], "soundtrack": {"src": "a"}}, "output": {}}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("/tracks/0/clips/2/src", "/timeline/tracks/1/clips/2/asset/src"),
        ("/tracks/1/clips/0/start", "/timeline/tracks/0/clips/0/start"),
        ("/tracks/2/clips/0/src", "/timeline/soundtrack"),
        ("/fonts/0/src", "/timeline/fonts/0/src"),
        ("/canvas/width", "/output"),
        ("/output/quality", "/output"),
        ("/title", "/timeline"),
        ("", None),
    ],
)
def test_a_place_in_the_document_is_a_place_in_the_edit(ours: str, theirs: str | None) -> None:
    assert pointer_in_edit(ours, EDIT) == theirs


def test_a_document_of_another_kind_is_told_by_what_it_lacks() -> None:
    with pytest.raises(InvalidDocument, match="'timeline' is missing"):
        read_edit({"version": 1, "tracks": []})
