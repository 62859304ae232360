"""A timeline of ours that an editor has changed: the editor's times, our everything else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import opentimelineio as otio
import pytest

from reelwright.timeline.clips import CompositionClip, ImageClip, TextClip
from reelwright.timeline.interchange.otio.timeline import import_timeline
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of
from tests.timeline.interchange.otio.test_export import EVERYTHING
from tests.timeline.interchange.otio.timelines import NTSC, at, clips_of, dissolve, exported, imported, opened, span

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


def test_a_document_of_another_file_that_was_changed_is_written_into_the_clip() -> None:
    inner = {"canvas": {"fps": 24}, "variables": {"say": {"type": "text", "default": "?"}}, "tracks": [
        {"clips": [{"type": "text", "text": "\\{{{{say}}}}", "duration": 3}]},
        {"clips": [{"type": "image", "src": "in.jpg", "start": 0, "duration": 2, "blur": 3}]},
    ]}  # fmt: skip
    tree = {
        "canvas": {"fps": 24},
        "tracks": [{"clips": [{"type": "composition", "src": "scenes/in.json", "variables": {"say": "x"}}]}],
    }
    document = read_tree(tree)
    made = exported(document, text_of=lambda _: json.dumps(inner)).timeline
    assert read_tree(import_timeline(made).document).document == document.document
    timeline = otio.adapters.read_from_string(json.dumps(made), "otio_json")
    picture = timeline.tracks[0][0][1][0]
    assert picture.media_reference.target_url == "file:///show/scenes/in.jpg"
    picture.source_range = span(0, 24)
    clip = read_tree(imported(timeline).document).document.tracks[0].clips[0]
    assert isinstance(clip, CompositionClip)
    assert clip.src is None
    assert clip.document is not None
    text, changed = (track.clips[0] for track in read_tree(clip.document).document.tracks)
    assert isinstance(text, TextClip)
    assert text.text == "{{x}}"
    assert isinstance(changed, ImageClip)
    assert (changed.src, changed.duration, changed.blur) == ("scenes/in.jpg", 1, 3)


def test_a_loop_cut_in_two_and_footage_that_has_ended_are_reported() -> None:
    def change(track: otio.schema.Track) -> None:
        second = track[0].clone()
        track[0].source_range = span(0, 24)
        second.source_range = span(15 * 24, 24)
        track.insert(1, second)

    for loop, said in ((True, "a loop begins with its beginning"), (False, "begins when its medium has ended")):
        clips = [{"type": "audio", "src": "m.wav", "loop": loop, "start": 0, "duration": 20}]
        made = opened(read_tree({"canvas": {"fps": 24}, "tracks": [{"clips": clips}]}))
        change(made.tracks[0])
        report = imported(made).report
        assert any(note.message.startswith(said) and note.pointer.endswith("/1") for note in report)


def test_an_entrance_takes_no_longer_than_its_clip() -> None:
    clips = [{"type": "image", "src": "a.jpg", "duration": 2, "enter": {"preset": "pop", "duration": 1}}]
    made = opened(read_tree({"canvas": {"fps": 24}, "tracks": [{"clips": clips}]}))
    made.tracks[0][0].source_range = span(0, 12)
    assert clips_of(made)[0][0]["enter"] == {"preset": "pop", "duration": 0.5}


@pytest.mark.parametrize("seed", range(60))
def test_whatever_an_editor_does_the_document_lasts_as_long_as_the_timeline(seed: int) -> None:
    made = opened(read_tree(EVERYTHING))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        _edit(chance.choice(list(made.tracks)), chance)
    document = imported(made).document
    if any(isinstance(track[0], otio.schema.Transition) for track in made.tracks if len(track)):
        return  # the library counts what such a transition takes before the timeline's beginning
    wanted = made.tracks.trimmed_range().duration
    assert resolve(read_tree(document), facts_of).frames == wanted.value_rescaled_to(NTSC)


def _edit(track: otio.schema.Track, chance: random.Random) -> None:
    places = [place for place, child in enumerate(track) if isinstance(child, otio.core.Item)]
    if not places:
        return
    place, what = chance.choice(places), chance.choice(["gap", "away", "trim", "split", "speed", "dissolve", "move"])
    item = track[place]
    start, length = (round(time.value) for time in (item.source_range.start_time, item.source_range.duration))
    if what == "gap":
        track.insert(place, otio.schema.Gap(duration=at(chance.randint(1, 30), NTSC)))
    elif what == "trim":
        item.source_range = span(start + chance.randint(0, 20), chance.randint(1, length), NTSC)
    elif what == "split" and length > 1:
        cut = chance.randint(1, length - 1)
        second = item.clone()
        item.source_range, second.source_range = span(start, cut, NTSC), span(start + cut, length - cut, NTSC)
        track.insert(place + 1, second)
    elif what == "speed" and isinstance(item, otio.schema.Clip):
        item.effects.append(otio.schema.LinearTimeWarp(time_scalar=chance.choice([2, 0.5, -1, 0])))
    elif what == "dissolve" and place and not isinstance(track[place - 1], otio.schema.Transition):
        track.insert(
            place, otio.schema.Transition("", "SMPTE_Dissolve", *(at(chance.randint(0, 9), NTSC) for _ in "io"))
        )
    elif what in ("away", "move"):
        del track[place]
        if what == "move":
            track.insert(chance.randint(0, len(track)), item)
