"""Timelines that are wrong, absurd or malicious are refused with the place, and never crash the reader."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.opening import open_any
from reelwright.timeline.interchange.otio.timeline import import_timeline
from reelwright.timeline.reading import read_tree
from tests.timeline.interchange.otio.test_export import EVERYTHING
from tests.timeline.interchange.otio.timelines import audio, clip, dissolve, exported, timeline

OURS = exported(read_tree(EVERYTHING)).timeline
THEIRS = json.loads(
    timeline([clip("a.mp4", 5, 48), dissolve(3, 3), clip("b.png", 0, 48)], audio(clip("a.mp4", 5, 48)), rate=24).to_json_string()
)  # fmt: skip
RANGE = "/tracks/children/0/children/0/source_range"
HOSTILE: list[Any] = [
    None, True, 0, -1, 1e308, 10**400, float("nan"), float("inf"), -1e-300, "", "x", "{{", "\ud800", [], {}, [[]], {"OTIO_SCHEMA": "Stack.1"},
    {"OTIO_SCHEMA": "Clip.2"}, {"OTIO_SCHEMA": 5}, [None], 1e15, 1e-9,
]  # fmt: skip


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def changed(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    result = copy.deepcopy(tree)
    at = result
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return result


def steps(pointer: str) -> tuple[Any, ...]:
    return tuple(int(step) if step.isdigit() else step for step in pointer.split("/")[1:])


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        (f"{RANGE}/duration/value", -5, f"{RANGE}/duration: lasts less than nothing"),
        (f"{RANGE}/duration/value", float("nan"), f"{RANGE}/duration/value: is too large a number, or none"),
        (f"{RANGE}/duration/value", 1e14, f"{RANGE}/duration/value: is too long a time for any video"),
        (f"{RANGE}/duration/value", "48", f"{RANGE}/duration/value: should be a number"),
        (f"{RANGE}/duration/rate", 0, f"{RANGE}/duration/rate: 0 is no rate; it should be above 0"),
        (f"{RANGE}/duration/rate", 10**400, f"{RANGE}/duration/rate: is too large a number, or none"),
        (f"{RANGE}/duration", {"OTIO_SCHEMA": "Gap.1"}, f"{RANGE}/duration: should be a RationalTime, not Gap"),
        (RANGE, [], f"{RANGE}: should be an object"),
        ("/tracks/children", 5, "/tracks/children: should be a list"),
        ("/tracks/children/0/children/0", {}, "/tracks/children/0/children/0: 'OTIO_SCHEMA' is missing"),
        ("/tracks/children/0/children/1/in_offset/value", -1, "/tracks/children/0/children/1/in_offset: lasts less than nothing"),
        ("/tracks", None, "/tracks: 'tracks' is missing"),
        ("/tracks", {"OTIO_SCHEMA": "Marker.2"}, "/tracks: a Marker is no timeline"),
        ("/name", "\ud800", ": a text holds half a character"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(pointer: str, value: Any, said: str) -> None:
    with pytest.raises(InvalidDocument) as found:
        import_timeline(changed(THEIRS, steps(pointer), value))
    assert f"{found.value.pointer}: {found.value.message}" == said


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_any_change_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    tree = data.draw(st.sampled_from([OURS, THEIRS]))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(places(tree))))
        tree = changed(tree, path, data.draw(st.sampled_from(HOSTILE)))
    try:
        document = import_timeline(tree).document
    except InvalidDocument:
        return
    read_tree(document)
    json.dumps(document, allow_nan=False).encode()


@pytest.mark.parametrize("depth", [12, 300])
def test_stacks_too_deep_inside_each_other_are_refused(depth: int) -> None:
    tree: dict[str, Any] = {
        "OTIO_SCHEMA": "Gap.1",
        "source_range": THEIRS["tracks"]["children"][0]["children"][0]["source_range"],
    }
    for _ in range(depth):
        tree = {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [tree]}]}
    with pytest.raises(InvalidDocument, match="deep"):
        import_timeline({"OTIO_SCHEMA": "Timeline.1", "tracks": tree})


@pytest.mark.parametrize(
    "text", ['{"OTIO_SCHEMA": ' + "[" * 100_000, '{"OTIO_SCHEMA": "Timeline.1", "n": ' + "9" * 5000 + "}"]
)
def test_files_that_no_reader_should_trust_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.otio").write_text(text)
    with pytest.raises(InvalidDocument):
        open_any(tmp_path / "x.otio")


def test_metadata_nested_too_deeply_is_refused() -> None:
    deep: Any = {}
    for _ in range(900):
        deep = {"type": "composition", "x": deep}
    tree = copy.deepcopy(OURS)
    tree["tracks"]["children"][0]["children"][0]["metadata"]["reelwright"]["clip"]["animate"] = deep
    try:
        import_timeline(tree)
    except InvalidDocument:
        pass


def test_a_sequence_of_endless_pictures_is_cut_short() -> None:
    pictures = {
        "OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": "/s", "name_suffix": ".png", "rate": 1000.0, "frame_step": 1,
    }  # fmt: skip
    tree = changed(THEIRS, steps("/tracks/children/0/children/0/media_references/DEFAULT_MEDIA"), pictures)
    tree = changed(tree, steps(f"{RANGE}/duration/value"), 1e6)
    result = import_timeline(tree)
    assert len(result.document["tracks"][0]["clips"][0]["document"]["tracks"][0]["clips"]) == 3000
    assert any("make a video of it" in note.message for note in result.report)
