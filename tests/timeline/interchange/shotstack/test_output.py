"""An edit's output block says what the file is and which part and pictures of it are wanted."""

from __future__ import annotations

from typing import Any

import pytest

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.shotstack.edit import import_edit
from reelwright.timeline.interchange.shotstack.output import Capture, rendition_of
from reelwright.timeline.reading import read_tree


def edit(**output: Any) -> dict[str, Any]:
    clips = [
        {"asset": {"type": "video", "src": "a.mp4", "volume": [{"from": 0, "to": 1, "start": 0, "length": 1}]}, "start": 0, "length": 2},
        {"asset": {"type": "audio", "src": "a.mp3"}, "start": 0, "length": 2},
    ]  # fmt: skip
    return {"timeline": {"tracks": [{"clips": clips}]}, "output": {"format": "mp4", **output}}


def output_of(**output: Any) -> dict[str, Any]:
    document = import_edit(edit(**output)).document
    read_tree(document)
    return document.get("output", {})


@pytest.mark.parametrize(
    ("theirs", "ours"), [("gif", "gif"), ("webm", "webm"), ("mp3", "mp3"), ("bmp", "png"), ("jpg", "jpg")]
)
def test_formats_and_their_quality(theirs: str, ours: str) -> None:
    assert output_of(format=theirs, quality="veryhigh") == {"format": ours, "quality": "best"}
    assert rendition_of(edit(format=theirs)).format == ours


def test_a_gif_plays_once_when_it_does_not_repeat() -> None:
    assert output_of(format="gif", repeat=False)["gif"] == {"loop": 1}
    assert output_of(format="gif", repeat=True) == {"format": "gif"}


@pytest.mark.parametrize(
    ("output", "height", "zoom"),
    [
        ({"resolution": "hd", "scaleTo": "sd"}, 576, 1.0),
        ({"resolution": "sd", "scaleTo": "1080"}, None, 1.875),
        ({"resolution": "hd", "scaleTo": "hd"}, None, 1.0),
        ({"resolution": "hd", "aspectRatio": "9:16", "scaleTo": "mobile"}, 640, 1.0),
        ({"size": {"width": 1000, "height": 500}, "scaleTo": "preview"}, 288, 1.0),
        ({"size": {"width": 500, "height": 1000}, "scaleTo": "preview"}, 576, 1.0),
    ],
)
def test_another_size_than_the_edits(output: dict[str, Any], height: int | None, zoom: float) -> None:
    assert output_of(**output).get("height") == height
    assert rendition_of(edit(**output)).zoom == zoom


def test_a_muted_edit_is_not_heard() -> None:
    for clip in import_edit(edit(mute=True)).document["tracks"][0]["clips"]:
        assert clip["volume"] == 0
        assert "volume" not in clip.get("animate", {})


@pytest.mark.parametrize(
    ("output", "frames"),
    [
        ({}, None),
        ({"range": {}}, None),
        ({"range": {"start": 2, "length": 1}}, (50, 75)),
        ({"range": {"start": 2, "duration": 1}}, (50, 75)),
        ({"range": {"start": 1, "length": 1, "duration": 9}, "fps": 12}, (12, 24)),
        ({"range": {"length": 0}}, (0, 1)),
        ({"range": {"start": 2}}, (50, 10**9)),
        ({"format": "jpg"}, (0, 1)),
        ({"format": "png", "range": {"start": 2, "length": 5}}, (50, 51)),
    ],
)
def test_the_part_that_is_wanted(output: dict[str, Any], frames: tuple[int, int] | None) -> None:
    assert rendition_of(edit(**output)).frames == frames


def test_the_pictures_that_are_wanted() -> None:
    found = rendition_of(edit(poster={"capture": 1}, thumbnail={"capture": 2, "scale": 0.3})).captures
    assert found == (Capture("poster.jpg", 1), Capture("thumbnail.jpg", 2, 0.3))


def test_merge_fields_reach_the_output_and_the_callback() -> None:
    tree = edit(range={"start": "{{ FROM }}"}) | {
        "callback": "https://example.com/{{ID}}",
        "merge": [{"find": "FROM", "replace": "2"}, {"find": "ID", "replace": 7}],
    }
    found = rendition_of(tree)
    assert (found.frames, found.callback) == ((50, 10**9), "https://example.com/7")


@pytest.mark.parametrize(
    "output",
    [
        {"poster": {}}, {"thumbnail": {"capture": -1}}, {"range": {"start": 1e9}}, {"range": {"from": 1}}, {"fps": 1000},
        {"size": {"width": 16, "height": 8192}, "scaleTo": "1080"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(output: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocument) as raised:
        rendition_of(edit(**output))
    assert str(raised.value.pointer).startswith("/output/")
