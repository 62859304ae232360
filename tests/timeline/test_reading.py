"""Reading documents: what is right is read, what is wrong is named with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.timeline.reading import read_document, read_tree
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of


def with_clip(**clip: Any) -> dict[str, Any]:
    return {"tracks": [{"clips": [{"type": "text", "text": "Hi"}, clip]}]}


IMAGE = {"type": "image", "src": "a.jpg"}
FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (with_clip(**IMAGE, length=3), "/tracks/0/clips/1/length", "did you mean 'duration'"),
    (with_clip(**IMAGE, alignment="x"), "/tracks/0/clips/1/alignment", "unknown key"),
    (with_clip(type="txt"), "/tracks/0/clips/1", "no type 'txt'"),
    (with_clip(src="x"), "/tracks/0/clips/1", "'type' is missing"),
    (with_clip(type="image"), "/tracks/0/clips/1", "'src' is missing"),
    (with_clip(type="text", text=3), "/tracks/0/clips/1/text", "valid string, not 3"),
    (with_clip(type="text", text="a", font={"size": "4q"}), "/tracks/0/clips/1/font/size", "not a length"),
    (with_clip(type="text", text="a", font={"wieght": 700}), "/tracks/0/clips/1/font/wieght", "did you mean 'weight'"),
    (with_clip(type="text", text="a", color="redd"), "/tracks/0/clips/1/color", "not a colour"),
    (with_clip(**IMAGE, start="soon"), "/tracks/0/clips/1/start", "not a time"),
    (with_clip(**IMAGE, opacity="1"), "/tracks/0/clips/1/opacity", "valid number"),
    (with_clip(**IMAGE, opacity=2), "/tracks/0/clips/1/opacity", "less than or equal to 1"),
    (with_clip(**IMAGE, enter={"preset": "fad"}), "/tracks/0/clips/1/enter/preset", "'fade'"),
    (with_clip(**IMAGE, fit="crop"), "/tracks/0/clips/1/fit", "'cover'"),
    (with_clip(**IMAGE, animate={"x": [{"at": 0, "value": 1, "easing": "ease-out-cubc"}]}), "/tracks/0/clips/1/animate/x/0/easing", "'ease-out-cubic'"),
    (with_clip(**IMAGE, animate={"size": []}), "/tracks/0/clips/1/animate/size", "unknown key"),
    (with_clip(type="audio", src="a.wav", volume="loud"), "/tracks/0/clips/1/volume", ""),
    ({"canvas": {"width": 1001}}, "/canvas/width", "multiple of 2"),
    ({"canvas": {"fps": "0"}}, "/canvas/fps", "outside 1 to 240"),
    ({"canvas": {"fps": True}}, "/canvas/fps", "fps is a number"),
    ({"canvas": {"fps": 29.5, "hieght": 100}}, "/canvas/hieght", "did you mean 'height'"),
    ({"trakcs": []}, "/trakcs", "did you mean 'tracks'"),
    ({"version": 2}, "/version", "not one this engine reads"),
    ({"output": {"format": "avi"}}, "/output/format", "'mp4'"),
    ({"variables": {"a": {"type": "text"}}}, "/variables/a", "no value and no default"),
    ({"variables": {"a": {"type": "txt"}}}, "/variables/a", "no type"),
    ({"variables": {"a": {"type": "number", "default": 5, "max": 3}}}, "/variables/a", "between"),
    (with_clip(type="text", text="{{ hedline }}"), "/tracks/0/clips/1/text", "no variable 'hedline'"),
    (with_clip(type="text", text="a", **{"if": "{{ 1 / 0 }}"}), "/tracks/0/clips/1/if", "division"),
    (with_clip(repeat="photos", clip=IMAGE), "/tracks/0/clips/1/repeat", "no variable"),
    (with_clip(repeat=[1], clips=IMAGE), "/tracks/0/clips/1", "a repeat"),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "pointer", "words"), FAULTS)
def test_a_fault_is_named_with_its_place(tree: dict[str, Any], pointer: str, words: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read_tree(tree)
    assert caught.value.pointer == pointer
    assert words in caught.value.message


def test_all_faults_of_one_reading_are_told() -> None:
    tree = {"tracks": [{"clips": [{**IMAGE, "length": 1}, {"type": "video"}, {**IMAGE, "scale": "x"}]}]}
    with pytest.raises(InvalidDocument) as caught:
        read_tree(tree)
    assert [fault.pointer for fault in (caught.value, *caught.value.more)] == [
        "/tracks/0/clips/0/length",
        "/tracks/0/clips/1",
        "/tracks/0/clips/2/scale",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"a": NaN}', "NaN"),
        ('{"title": "a", "title": "b"}', "twice"),
        ("[" * 100_000, "not JSON|too deeply"),
    ],
)
def test_text_that_is_no_document_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidDocument, match=words):
        read_document(text)


def test_a_fault_in_a_repeated_clip_points_into_the_written_document() -> None:
    clip = {"type": "image", "src": "{{photo}}", "duration": "{{n}}"}
    tree = {
        "tracks": [
            {
                "clips": [
                    {"type": "text", "text": "x"},
                    {"repeat": ["a", "b"], "as": "photo", "clip": {**clip, "lenth": 1, "duration": 2}},
                ]
            }
        ]
    }
    with pytest.raises(InvalidDocument) as caught:
        read_tree(tree)
    assert caught.value.pointer == "/tracks/0/clips/1/clip/lenth"


def test_values_keep_their_types_and_quotes_break_nothing() -> None:
    tree = {
        "variables": {
            "n": {"type": "number", "default": 2.5},
            "words": {"type": "text", "default": 'He said "{{n}}" \\ and left'},
        },
        "tracks": [
            {
                "clips": [
                    {"type": "text", "text": "{{words}}", "duration": "{{n * 2}}"},
                    {"type": "text", "text": "n = {{n}}, \\{{n}}"},
                ]
            }
        ],
    }
    first, second = read_tree(tree).document.tracks[0].clips
    assert first.duration == 5.0
    assert first.type == "text"
    assert first.text == 'He said "{{n}}" \\ and left'
    assert second.type == "text"
    assert second.text == "n = 2.5, {{n}}"


def test_repeat_makes_a_clip_for_each_item_and_if_leaves_one_out() -> None:
    tree = {
        "variables": {"photos": {"type": "list", "items": {"type": "image"}, "default": ["a.jpg", "b.jpg", "c.jpg"]}},
        "tracks": [
            {
                "clips": [
                    {"repeat": "photos", "as": "p", "clip": {"type": "image", "src": "{{p}}", "if": "{{index != 1}}"}}
                ]
            }
        ],
    }
    assert [clip.src for clip in read_tree(tree).document.tracks[0].clips] == ["a.jpg", "c.jpg"]  # type: ignore[union-attr]
    assert len(read_tree(tree, {"photos": []}).document.tracks[0].clips) == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"photo": "x"}, "did you mean 'photos'"),
        ({"photos": "x"}, "must be a list"),
        ({"photos": [1]}, "photos\\[0\\]"),
        ({"photos": ["a"] * 9}, "0 to 8 items"),
    ],
)
def test_data_that_does_not_fit_is_refused(data: dict[str, Any], words: str) -> None:
    tree = {"variables": {"photos": {"type": "list", "items": {"type": "image"}, "max_items": 8, "default": []}}}
    with pytest.raises(InvalidDocument, match=words):
        read_tree(tree, data)


def test_a_runaway_repeat_is_stopped() -> None:
    rows = list(range(200))
    inner = {"repeat": rows, "as": "b", "clip": {"repeat": rows, "as": "c", "clip": {"type": "text", "text": "x"}}}
    with pytest.raises(InvalidDocument, match="more than"):
        read_tree({"tracks": [{"clips": [inner]}]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 3000) | st.floats(-5, 50) | st.sampled_from(["50%", "after", "a.end", "12f", "fade", "{{x}}", "#fff", "a.jpg", "v.mp4"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "src", "start", "duration", "clips", "enter", "preset", "x", "font", "size", "id"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
CLIPS = st.fixed_dictionaries(
    {"type": st.sampled_from(["video", "image", "text", "captions", "audio", "shape"])},
    optional={
        "src": st.sampled_from(["a.jpg", "v.mp4", "s.wav", "none.mp4"]), "text": st.just("Hi"), "id": st.sampled_from(["a", "b"]),
        "start": st.sampled_from([0, 1.5, "after", "a.end", "b.start - 1", "with + 5f", -1, "end"]), "duration": st.sampled_from([0, 2, "media", "end", "auto", "30f", "50%"]),
        "transition": st.fixed_dictionaries({"preset": st.sampled_from(["fade", "slide", "wipe", "zoom"]), "duration": st.sampled_from([0.5, 9, "50%"])}),
        "trim": st.fixed_dictionaries({"from": st.sampled_from([0, 1, 99, "10%"]), "to": st.sampled_from([2, 0, "90%"])}), "speed": st.sampled_from([1, 0.5, 3]),
        "loop": st.booleans(), "width": st.sampled_from([10, "50%", -4, 1e9]), "words": st.just([]), "fill": JSON, "enter": JSON, "animate": JSON,
    },
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "canvas": JSON,
            "tracks": st.lists(st.fixed_dictionaries({"clips": st.lists(CLIPS, max_size=4)}), max_size=3),
            "variables": JSON,
            "output": JSON,
        },
    )
)
def test_any_document_resolves_or_gives_one_of_our_errors(tree: dict[str, Any]) -> None:
    try:
        timeline = resolve(read_document(json.dumps(tree)), facts_of)
    except ReelwrightError as error:
        assert error.message
    else:
        assert timeline.frames > 0
        assert all(0 <= layer.start_frame < layer.end_frame <= timeline.frames for layer in timeline.layers)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 5000])
def test_a_number_beyond_all_bounds_is_refused(number: str) -> None:
    with pytest.raises(InvalidDocument, match="not a number a document may hold"):
        read_document(f'{{"canvas": {{"duration": {number}}}}}')


@pytest.mark.parametrize("written", ["1e300", '"99999999999s"', '"99999999999f"'])
def test_a_time_beyond_any_video_is_refused_in_its_place(written: str) -> None:
    with pytest.raises(InvalidDocument, match="too long a time") as caught:
        read_document(f'{{"canvas": {{"duration": {written}}}}}')
    assert caught.value.pointer == "/canvas/duration"


def test_a_list_that_is_too_short_is_named_itself() -> None:
    clip = '{"type": "shape", "duration": 1, "focus": [0.5]}'
    with pytest.raises(InvalidDocument) as caught:
        read_document(f'{{"tracks": [{{"clips": [{clip}]}}]}}')
    assert (caught.value.pointer or "").startswith("/tracks/0/clips/0")


@pytest.mark.parametrize("half", ["\\ud83d", "\\udc00", "\\uDFFF"])
def test_half_a_character_is_refused_in_words_that_can_be_printed(half: str) -> None:
    with pytest.raises(InvalidDocument, match="half a character") as caught:
        read_document(f'{{"title": "a{half}b"}}')
    assert caught.value.message.encode()


def test_two_halves_are_a_character() -> None:
    reading = read_document('{"title": "\\ud83d\\ude00", "canvas": {"duration": 1}}')
    assert reading.document.title == "😀"
