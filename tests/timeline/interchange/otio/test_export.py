"""Documents become timelines that the OpenTimelineIO library reads, and come back equal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from reelwright.errors import InvalidDocument
from reelwright.render.files import Files
from reelwright.timeline.interchange.otio.export import export_timeline
from reelwright.timeline.interchange.otio.timeline import import_timeline
from reelwright.timeline.interchange.otio.written_item import Places
from reelwright.timeline.reading import Reading, read_tree
from tests.timeline.interchange.otio.timelines import back, exported, opened

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "examples" / "template"
SHOTSTACK = sorted((ROOT / "tests/timeline/interchange/shotstack/templates").glob("*.json"))

INNER = {
    "canvas": {"width": 640, "height": 360, "fps": 30},
    "variables": {"word": {"type": "text", "default": "Hi"}},
    "tracks": [
        {"clips": [{"type": "text", "text": "{{word}}", "duration": 3}]},
        {"clips": [{"type": "video", "src": "in.mp4", "start": 0, "duration": 2}]},
    ],
}
EVERYTHING: dict[str, Any] = {
    "version": 1,
    "title": "All",
    "canvas": {"width": 1280, "height": 720, "fps": "24000/1001", "background": "#102030"},
    "fonts": [{"family": "X", "src": "x.ttf"}],
    "chapters": [{"title": "One", "start": 0}, {"title": "Two", "start": 2.5}],
    "tracks": [
        {
            "name": "pictures",
            "clips": [
                {"id": "a", "type": "video", "src": "a b.mp4", "duration": 3, "trim": {"from": 1}, "volume": "-6dB"},
                {
                    "id": "b", "type": "video", "src": "b.mp4", "duration": 3, "speed": 1.5, "trim": {"from": "7f"},
                    "transition": {"preset": "fade", "duration": 0.75},
                },
                {"type": "image", "src": "c.jpg", "duration": 2, "transition": {"preset": "wipe", "direction": "left"}},
                {"type": "video", "src": "d.mp4", "duration": 1, "freeze": 2.5},
                {"type": "video", "src": "e.mp4", "duration": 2, "reverse": True, "volume": 0},
                {"type": "video", "src": "f.mp4", "duration": 2, "speed": [{"at": 0, "speed": 1}, {"at": 2, "speed": 3}]},
            ],
        },
        {"name": "nothing", "clips": []},
        {
            "clips": [
                {"type": "composition", "document": INNER, "variables": {"word": "Ho"}, "start": "a.start + 1", "volume": 0.5},
                {"type": "text", "text": "Say \\{{this}}", "start": "a.end", "duration": 2, "enter": {"preset": "pop"}},
                {"type": "shape", "start": "b.start", "duration": 2, "fill": "#ff0000"},
                {"type": "captions", "words": [{"text": "Hi", "start": 0.1, "end": 0.4}], "start": 0, "duration": "end"},
            ]
        },
        {
            "name": "sound",
            "clips": [
                {"type": "audio", "src": "v.wav", "start": 0.3333, "duration": "media", "fade_in": 1},
                {"type": "audio", "src": "m.wav", "loop": True, "duration": "end", "duck": {"under": "a"}},
            ],
        },
    ],
}  # fmt: skip


def reading(clips: list[dict[str, Any]], **canvas: Any) -> Reading:
    return read_tree({"canvas": {"fps": 30, **canvas}, "tracks": [{"clips": clips}]})


def ranges(track: otio.schema.Track) -> list[tuple[str, int, int]]:
    found = [child for child in track if not isinstance(child, otio.schema.Transition)]
    spans = [(child.schema_name(), child.range_in_parent()) for child in found]
    return [(name, round(span.start_time.value), round(span.duration.value)) for name, span in spans]


def test_a_document_comes_back_equal_through_the_library() -> None:
    document = read_tree(EVERYTHING)
    made = opened(document)
    again = import_timeline(json.loads(made.to_json_string()))
    assert read_tree(again.document).document == document.document
    assert again.report == ()


@pytest.mark.parametrize("data", [None, "data.json"])
def test_the_shipped_example_comes_back_equal(data: str | None) -> None:
    values = json.loads((EXAMPLES / data).read_text()) if data else None
    document = read_tree(json.loads((EXAMPLES / "template.json").read_text()), values)
    files = Files(EXAMPLES)
    made = export_timeline(document, Places(files.facts_of, files.text_of, EXAMPLES, EXAMPLES)).timeline
    library = otio.adapters.read_from_string(json.dumps(made), "otio_json")
    assert back(library).document == document.document


def test_every_time_is_a_whole_frame_at_the_documents_rate() -> None:
    made = opened(read_tree(EVERYTHING))
    assert made.global_start_time.rate == 24000 / 1001
    for track in made.tracks:
        for item in track:
            if isinstance(item, otio.core.Item):
                span = item.range_in_parent()
                assert span.start_time.rate == span.duration.rate == 24000 / 1001
                assert span.duration.value == round(span.duration.value)


def test_a_cross_fade_is_cut_in_its_middle() -> None:
    clips = [
        {"type": "image", "src": "a.jpg", "duration": 2},
        {"type": "image", "src": "b.jpg", "duration": 2, "transition": {"preset": "fade", "duration": 0.5}},
    ]
    (track,) = opened(reading(clips)).tracks
    assert ranges(track) == [("Clip", 0, 52), ("Clip", 52, 53)]
    assert isinstance(track[1], otio.schema.Transition)
    assert (track[1].transition_type, track[1].in_offset.value, track[1].out_offset.value) == ("SMPTE_Dissolve", 7, 8)
    assert track.range_of_child(track[1]).start_time.value == 45


def test_clips_that_overlap_lie_on_tracks_above_each_other() -> None:
    clips = [{"type": "image", "src": "a.jpg", "start": start, "duration": 2} for start in (0, 1, 4)]
    low, high = opened(reading(clips)).tracks
    assert ranges(low) == [("Clip", 0, 60), ("Gap", 60, 60), ("Clip", 120, 60)]
    assert ranges(high) == [("Gap", 0, 30), ("Clip", 30, 60)]


def test_speed_stills_and_footage_backwards_are_time_warps() -> None:
    clips = [
        {"type": "video", "src": "a.mp4", "duration": 2, "speed": 2, "trim": {"from": 1}},
        {"type": "video", "src": "a.mp4", "duration": 1, "freeze": 3},
        {"type": "video", "src": "a.mp4", "duration": 1, "reverse": True, "speed": 1.5},
    ]
    pictures, sound = opened(reading(clips)).tracks
    assert [clip.effects[0].time_scalar for clip in pictures] == [2, 0, -1.5]
    assert isinstance(pictures[1].effects[0], otio.schema.FreezeFrame)
    assert [clip.source_range.start_time.value for clip in pictures] == [30, 90, 255]
    assert ranges(sound) == [("Clip", 0, 60), ("Gap", 60, 30), ("Clip", 90, 30)]


def test_files_are_named_by_their_address_and_their_length() -> None:
    pictures, sound = opened(reading([{"type": "video", "src": "m/ä 1%.mp4", "duration": 1}])).tracks
    for medium in (pictures[0].media_reference, sound[0].media_reference):
        assert medium.target_url == "file:///show/m/%C3%A4%201%25.mp4"
        assert medium.available_range.duration == otio.opentime.RationalTime(300, 30)


def test_a_document_inside_is_a_stack_with_its_own_tracks() -> None:
    made = opened(reading([{"type": "composition", "document": INNER, "start": 1, "duration": 2}]))
    stack = made.tracks[0][1]
    assert isinstance(stack, otio.schema.Stack)
    assert stack.source_range.duration.value == 60
    assert [track.kind for track in stack] == ["Video", "Video", "Audio"]


def test_a_document_that_ends_before_or_after_its_clips_keeps_its_length() -> None:
    for seconds in (1, 5):
        document = reading([{"type": "image", "src": "a.jpg", "duration": 3}], duration=seconds)
        made = opened(document)
        assert made.tracks.trimmed_range().duration.value == seconds * 30
        assert back(made).document == document.document


def test_files_are_named_from_the_folder_of_the_timeline() -> None:
    made = exported(
        reading([{"type": "image", "src": "a.jpg"}, {"type": "image", "src": "/x/b.jpg"}]), Path("/show/out")
    )
    document = import_timeline(made.timeline).document
    assert [clip["src"] for clip in document["tracks"][0]["clips"]] == ["../a.jpg", "/x/b.jpg"]


def test_what_others_do_not_see_is_told() -> None:
    report = exported(read_tree(EVERYTHING)).report
    told = {note.pointer: note.message for note in report}
    assert told["/tracks/0/clips/0"] == "other programs do not see: volume"
    assert "type text" in told["/tracks/2/clips/1"]
    assert {note.severity for note in report} == {"info"}


def test_a_document_that_cannot_be_rendered_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="shorter than one frame") as found:
        exported(reading([{"type": "image", "src": "a.jpg", "duration": 0.001}, {"type": "image", "src": "a.jpg"}]))
    assert found.value.pointer == "/tracks/0/clips/0/duration"


@pytest.mark.parametrize("path", [path for path in SHOTSTACK if path.stem != "narration"], ids=lambda path: path.stem)
def test_documents_of_other_tools_come_back_equal_too(path: Path) -> None:
    from reelwright.timeline.interchange.shotstack.edit import import_edit
    from reelwright.timeline.made import unmade

    media = ROOT / "bench" / "media"
    document = read_tree(import_edit(json.loads(path.read_text())).document)
    if next(unmade(document.document), None):
        pytest.skip("its speech has to be made first")
    files = Files(media)
    made = export_timeline(document, Places(files.facts_of, files.text_of, media, media)).timeline
    library = otio.adapters.read_from_string(json.dumps(made), "otio_json")
    assert back(library).document == document.document
