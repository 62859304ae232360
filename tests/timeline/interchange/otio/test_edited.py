"""A timeline of ours that an editor has changed: the editor's times, our everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import opentimelineio as otio
import pytest

from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of
from tests.timeline.interchange.otio.timelines import at, clips_of, dissolve, imported, opened, span

CLIPS: list[dict[str, Any]] = [
    {"id": "a", "type": "video", "src": "a.mp4", "duration": 2, "trim": {"from": 1}, "filters": {"sepia": 0.5}},
    {
        "id": "b",
        "type": "video",
        "src": "b.mp4",
        "duration": 2,
        "transition": {"preset": "wipe", "duration": 0.5},
        "volume": "-6dB",
    },
    {"id": "c", "type": "image", "src": "c.jpg", "duration": 2, "border": {"color": "#ff0000"}},
]
WORDS = [{"id": "w", "type": "text", "text": "Hi", "start": "b.start + 0.5", "duration": 1, "color": "#ff0000"}]


def edited(change: Callable[[otio.schema.Timeline], None]) -> list[list[dict[str, Any]]]:
    """The clips of each track after a change of the timeline; the document still resolves."""
    made = opened(read_tree({"canvas": {"fps": 24}, "tracks": [{"name": "p", "clips": CLIPS}, {"clips": WORDS}]}))
    change(made)
    resolve(read_tree(imported(made).document), facts_of)
    return clips_of(made)


def pictures(change: Callable[[otio.schema.Track], None]) -> list[dict[str, Any]]:
    return edited(lambda made: change(made.tracks[0]))[0]


def test_a_clip_that_was_moved_takes_its_looks_along() -> None:
    clips = pictures(lambda track: track.insert(0, otio.schema.Gap(duration=at(12))))
    assert [found["start"] for found in clips] == [0.5, 2, 4]
    assert clips[0]["filters"] == {"sepia": 0.5}
    assert clips[1]["transition"] == {"preset": "wipe", "duration": 0.5}


def test_relative_times_of_clips_that_stayed_become_the_times_they_had() -> None:
    _, words, *_ = edited(lambda made: made.tracks[0].insert(0, otio.schema.Gap(duration=at(12))))
    assert words[0] | {"start": 2, "duration": 1} == words[0]
    assert words[0]["color"] == "#ff0000"


def test_a_trimmed_clip_has_the_editors_times() -> None:
    def change(track: otio.schema.Track) -> None:
        track[0].source_range = span(30, 30)

    clips = pictures(change)
    assert clips[0] | {"start": 0, "duration": 1.5, "trim": {"from": 1.25}} == clips[0]
    assert clips[1]["start"] == 1


def test_a_clip_cut_in_two_is_two_clips_with_one_name_between_them() -> None:
    def change(track: otio.schema.Track) -> None:
        second = track[3].clone()
        track[3].source_range = span(0, 24)
        second.source_range = span(24, 24)
        track.append(second)

    clips = pictures(change)
    assert [(found.get("id"), found["duration"]) for found in clips[2:]] == [("c", 1), (None, 1)]
    assert clips[3]["border"] == {"color": "#ff0000"}


def test_a_transition_taken_out_is_gone_and_one_put_in_is_there() -> None:
    def change(track: otio.schema.Track) -> None:
        del track[1]
        track.insert(2, dissolve(6, 6))

    clips = pictures(change)
    assert "transition" not in clips[1]
    assert clips[2]["transition"] == {"preset": "fade", "duration": 0.5}


def test_another_speed_and_another_file_are_taken_over() -> None:
    def change(track: otio.schema.Track) -> None:
        track[0].effects.append(otio.schema.LinearTimeWarp(time_scalar=2))
        track[3].media_reference.target_url = "file:///show/new%20one.jpg"

    clips = pictures(change)
    assert clips[0]["speed"] == 2
    assert clips[2]["src"] == "/show/new one.jpg"
    assert clips[2]["border"] == {"color": "#ff0000"}


@pytest.mark.parametrize("what", ["away", "elsewhere"])
def test_sound_that_was_taken_from_its_picture_is_heard_where_it_is(what: str) -> None:
    def change(made: otio.schema.Timeline) -> None:
        sound = made.tracks[2]
        assert sound.kind == "Audio"
        if what == "away":
            del sound[0]
        else:
            sound.insert(0, otio.schema.Gap(duration=at(3)))

    tracks = edited(change)
    assert tracks[0][0]["volume"] == 0
    heard = [found for track in tracks for found in track if found["type"] == "audio"]
    assert [(found["start"], found["src"]) for found in heard][:1] == (
        [(0.125, "a.mp4")] if what == "elsewhere" else []
    )


def test_picture_and_sound_moved_alike_stay_one_clip() -> None:
    def change(made: otio.schema.Timeline) -> None:
        for track in made.tracks:
            track.insert(0, otio.schema.Gap(duration=at(12)))

    tracks = edited(change)
    assert [found["type"] for track in tracks for found in track] == ["video", "video", "image", "text"]
    assert tracks[0][1]["volume"] == "-6dB"


def test_mattes_and_ducking_of_clips_taken_away_are_reported() -> None:
    clips = [{"id": "m", "type": "image", "src": "m.jpg", "start": 0, "duration": 2}]
    above = [{"type": "image", "src": "c.jpg", "start": 0, "duration": 2, "matte": {"clip": "m"}}]
    made = opened(read_tree({"canvas": {"fps": 24}, "tracks": [{"clips": clips}, {"clips": above}]}))
    del made.tracks[0]
    assert "matte" not in clips_of(made)[0][0]
    assert [note.message for note in imported(made).report if note.severity == "lost"] == [
        "its matte 'm' is no longer there"
    ]


def test_damaged_metadata_is_left_aside() -> None:
    def change(track: otio.schema.Track) -> None:
        track[3].metadata["reelwright"]["clip"] = {"type": "image", "src": 5}

    clips = pictures(change)
    assert clips[2]["src"] == "/show/c.jpg"
    assert "border" not in clips[2]
