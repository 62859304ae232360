"""Resolving: relative times, lengths and presets become frames, samples and pixels."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidDocument
from reelwright.timeline.contents import Picture
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from reelwright.timeline.resolved import ResolvedTimeline
from tests.timeline.facts import facts_of


def resolved(*tracks: list[dict[str, Any]], **canvas: Any) -> ResolvedTimeline:
    names = [{"name": f"t{number}", "clips": clips} for number, clips in enumerate(tracks)]
    return resolve(read_tree({"canvas": canvas, "tracks": names}), facts_of)


def spans(timeline: ResolvedTimeline) -> list[tuple[int, int]]:
    return [(layer.start_frame, layer.end_frame) for layer in timeline.layers]


def text(**more: Any) -> dict[str, Any]:
    return {"type": "text", "text": "x", **more}


IMAGE = {"type": "image", "src": "a.jpg"}


def test_pictures_and_footage_follow_one_another_and_texts_begin_at_the_beginning() -> None:
    timeline = resolved([{**IMAGE, "duration": 2}, IMAGE, {"type": "video", "src": "v.mp4"}], [text(duration=1)])
    assert spans(timeline) == [(0, 60), (60, 210), (210, 510), (0, 30)]
    assert timeline.frames == 510


def test_relations_between_clips_are_solved_in_any_order() -> None:
    timeline = resolved(
        [text(start="b.end + 0.5", duration="10f", id="a")],
        [text(start=1, duration=2, id="b"), text(start="with - 15f", duration="b.end")],
    )
    assert spans(timeline) == [(105, 115), (30, 90), (15, 105)]


def test_a_transition_pulls_its_clip_back_over_the_one_before() -> None:
    timeline = resolved(
        [{**IMAGE, "duration": 4}, {**IMAGE, "duration": 4, "transition": {"preset": "fade", "duration": 0.5}}]
    )
    assert spans(timeline) == [(0, 120), (105, 225)]
    assert [timeline.layers[1].effects[0].curve.at(n) for n in (0, 7.5, 15)] == [0, 0.5, 1]


@pytest.mark.parametrize(
    ("tracks", "pointer", "words"),
    [
        ([[text(id="a", start="b.end"), text(id="b", start="a.end")]], "/tracks/0/clips/0/start", "depend on each other"),
        ([[text(id="a"), text(id="a")]], "/tracks/0/clips/1/id", "two clips"),
        ([[text(start="q.end")]], "/tracks/0/clips/0/start", "no clip 'q'"),
        ([[text(start=-1)]], "/tracks/0/clips/0/start", "before the document"),
        ([[text(duration=0)]], "/tracks/0/clips/0/duration", "would last 0 s"),
        ([[text(duration="media")]], "/tracks/0/clips/0/duration", "no length of its own"),
        ([[text(duration="end")]], "/canvas", "how long"),
        ([[text(start="50%")]], "/tracks/0/clips/0/start", "percentage"),
        ([[text(duration=1, enter={"preset": "fade", "duration": 2})]], "/tracks/0/clips/0/enter/duration", "longer than its clip"),
        ([[IMAGE, {**IMAGE, "start": 6, "transition": {"preset": "fade"}}]], "/tracks/0/clips/1/transition", "the clip before ends"),
        ([[{"type": "video", "src": "v.mp4", "trim": {"from": 11}}]], "/tracks/0/clips/0/trim/from", "10 s long"),
        ([[{"type": "video", "src": "v.mp4", "trim": {"from": 2, "to": 1}}]], "/tracks/0/clips/0/trim/to", "10 s long"),
        ([[{"type": "audio", "src": "a.jpg"}]], "/tracks/0/clips/0/src", "has no sound"),
        ([[{"type": "video", "src": "s.wav"}]], "/tracks/0/clips/0/src", "has no picture"),
        ([[{"type": "image", "src": "s.wav"}]], "/tracks/0/clips/0/src", "has no picture"),
        ([[{**IMAGE, "width": -5}]], "/tracks/0/clips/0", "the box is"),
        ([[text(animate={"x": [{"at": 2, "value": 1}, {"at": 1, "value": 2}]})]], "/tracks/0/clips/0/animate/x/1/at", "order of time"),
        ([[text(animate={"scale": [{"at": 0, "value": "50%"}]})]], "/tracks/0/clips/0/animate/scale/0/value", "should be a number"),
        ([[{"type": "captions"}], [text()]], "/tracks/0/clips/0", "one of 'src', 'words' and 'of'"),
        ([[{"type": "audio", "src": "s.wav", "duck": {"under": "vioce"}}]], "/tracks/0/clips/0/duck/under", "no clip or track 'vioce'"),
    ],
)  # fmt: skip
def test_what_cannot_be_solved_is_named(tracks: list[list[dict[str, Any]]], pointer: str, words: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        resolved(*tracks)
    assert words in caught.value.message
    assert caught.value.pointer == pointer


@given(
    st.lists(st.integers(1, 4000), min_size=2, max_size=12),
    st.sampled_from(["24000/1001", "25", "30000/1001", "30", "60"]),
)
def test_clips_that_touch_in_seconds_touch_in_frames(hundredths: list[int], fps: str) -> None:
    clips = [{**IMAGE, "duration": max(5, n) / 100} for n in hundredths]
    timeline = resolved(clips, fps=fps)
    edges = spans(timeline)
    assert all(one[1] == two[0] for one, two in zip(edges, edges[1:], strict=False))
    total = sum(Fraction(max(5, n), 100) for n in hundredths)
    assert abs(timeline.frames - total * Fraction(fps)) <= Fraction(1, 2)


def test_sound_lies_on_samples_and_ends_with_the_document() -> None:
    timeline = resolved(
        [{"type": "audio", "src": "s.wav", "start": 0.1001}],
        [{"type": "audio", "src": "s.wav", "duration": "end", "loop": True}],
        [text(duration=4)],
    )
    first, second = timeline.sounds
    assert first.start_sample == 4805
    assert first.end_sample == timeline.frames * 1600 == 292_800  # five samples beyond the last whole frame are cut
    assert second.end_sample == timeline.frames * 1600
    assert second.window.end == 6


def test_the_sound_of_footage_starts_with_its_picture() -> None:
    timeline = resolved([{"type": "video", "src": "v.mp4", "start": 1.01, "duration": 2}], fps=25)
    assert timeline.layers[0].start_frame == 25
    assert timeline.sounds[0].start_sample == 48_000


def test_ducking_under_a_track_means_all_its_clips() -> None:
    voice = [{"type": "audio", "src": "s.wav", "id": "one"}, {"type": "audio", "src": "s.wav", "start": 7}]
    timeline = resolved(voice, [{"type": "audio", "src": "s.wav", "duck": {"under": "t0", "by": "-9dB"}}])
    duck = timeline.sounds[2].duck
    assert duck is not None
    assert duck.under == ("one", "/tracks/0/clips/1")
    assert duck.gain_db == -9


def test_lengths_become_pixels_and_a_missing_side_follows_the_picture() -> None:
    clip = {**IMAGE, "width": "50%", "x": "25%", "y": "10vh", "anchor": "top-left"}
    layer = resolved([clip], width=1000, height=500).layers[0]
    assert isinstance(layer.content, Picture)
    assert layer.content.box == pytest.approx((500, 500 * 800 / 1200))
    assert (layer.x.at(0), layer.y.at(0)) == (250, 50)
    assert [edge.at(0) for edge in layer.anchor] == [0, 0]


def test_a_muted_video_has_no_sound() -> None:
    assert resolved([{"type": "video", "src": "v.mp4", "volume": 0}]).sounds == ()


def test_clips_behind_a_fixed_end_are_cut() -> None:
    timeline = resolved([text(duration=10), text(start=7)], duration=5)
    assert spans(timeline) == [(0, 150)]
