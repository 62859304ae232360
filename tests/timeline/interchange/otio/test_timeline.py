"""Timelines made by the OpenTimelineIO library become documents with the right times, and what cannot be said is reported."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.otio.timeline import import_timeline
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of
from tests.timeline.interchange.otio.timelines import (
    NTSC,
    at,
    audio,
    clip,
    clips_of,
    dissolve,
    imported,
    span,
    timeline,
)


def notes(made: otio.schema.Timeline, *severities: str) -> list[tuple[str, str]]:
    return [
        (note.pointer, note.message) for note in imported(made).report if note.severity in (severities or ("lost",))
    ]


def times(clips: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    return [(found["start"], found["duration"]) for found in clips]


def test_clips_and_gaps_lie_where_the_library_says() -> None:
    made = timeline([clip("a.mp4", 0, 48), otio.schema.Gap(duration=at(12)), clip("b.png", 0, 25)], rate=24)
    (clips,) = clips_of(made)
    assert times(clips) == [(0, 2), (2.5, "25f")]
    assert [found["type"] for found in clips] == ["video", "image"]


def test_the_part_of_a_medium_counts_from_its_own_beginning() -> None:
    timecode = 24 * 3600
    (clips,) = clips_of(timeline([clip("a.mp4", timecode + 36, 24, begins=timecode), clip("a.mp4", 0, 24)], rate=24))
    assert clips[0]["trim"] == {"from": 1.5}
    assert "trim" not in clips[1]


@pytest.mark.parametrize(
    ("rate", "fps"),
    [
        (NTSC, "24000/1001"), (23.976, "24000/1001"), (29.97, "30000/1001"), (60000 / 1001, "60000/1001"), (25, 25), (12.5, "25/2"),
        (120000 / 1001, "120000/1001"),
    ],
)  # fmt: skip
def test_rates_are_exact(rate: float, fps: Any) -> None:
    made = timeline([clip("a.mp4", 17, 101, rate), clip("b.mp4", 0, 3600 * 24, rate)])
    document = imported(made).document
    assert document["canvas"]["fps"] == fps
    facts = resolve(read_tree(document), facts_of)
    assert facts.fps == Fraction(str(fps))
    assert facts.frames == 101 + 3600 * 24
    assert [layer.start_frame for layer in facts.layers] == [0, 101]


def test_the_rate_is_that_of_most_pictures_where_the_timeline_says_none() -> None:
    made = timeline([clip("a.mp4", 0, 48), clip("b.mp4", 0, 48), clip("c.mp4", 0, 50, 25)])
    made.tracks.append(audio(*[clip("v.wav", 0, 48000, 48000) for _ in range(9)]))
    document = imported(made).document
    assert document["canvas"]["fps"] == 24
    assert times(document["tracks"][0]["clips"])[2] == (4, 2)


def test_a_dissolve_makes_its_clips_overlap() -> None:
    (clips,) = clips_of(timeline([clip("a.mp4", 0, 48), dissolve(6, 12), clip("b.mp4", 24, 48)], rate=24))
    assert times(clips) == [(0, 2.5), (1.75, 2.25)]
    assert clips[1]["transition"] == {"preset": "fade", "duration": 0.75}
    assert clips[1]["trim"] == {"from": 0.75}
    resolved = resolve(
        read_tree(imported(timeline([clip("a.mp4", 0, 48), dissolve(6, 12), clip("b.mp4", 24, 48)], rate=24)).document),
        facts_of,
    )
    assert resolved.frames == 96


def test_a_transition_that_needs_footage_before_the_first_frame_is_shortened() -> None:
    made = timeline([clip("a.mp4", 0, 48), dissolve(12, 12), clip("b.mp4", 3, 48)], rate=24)
    (clips,) = clips_of(made)
    assert clips[1]["transition"]["duration"] == 0.625
    assert clips[1]["start"] == 1.875
    assert "trim" not in clips[1]
    assert notes(made, "approximated") == [
        ("/tracks/children/0/children/1", "needs more of the medium than lies before the cut, and was shortened")
    ]


def test_a_picture_needs_no_footage_before_its_cut() -> None:
    made = timeline([clip("a.png", 0, 48), dissolve(12, 12), clip("b.png", 0, 48)], rate=24)
    assert clips_of(made)[0][1]["transition"]["duration"] == 1
    assert notes(made, "approximated", "lost") == []


def test_transitions_of_one_clip_are_entrances_and_exits() -> None:
    made = timeline([dissolve(0, 12), clip("a.mp4", 0, 48), dissolve(6, 0), otio.schema.Gap(duration=at(10))], rate=24)
    (clips,) = clips_of(made)
    assert clips[0]["enter"] == {"preset": "fade", "duration": 0.5}
    assert clips[0]["exit"] == {"preset": "fade", "duration": 0.25}
    assert times(clips) == [(0, 2)]


def test_other_transitions_become_the_likest_and_that_is_reported() -> None:
    made = timeline(
        [clip("a.mp4", 0, 48), dissolve(6, 6, "Custom_Transition", "Wipe Left"), clip("b.mp4", 24, 48)], rate=24
    )
    assert clips_of(made)[0][1]["transition"]["preset"] == "wipe"
    assert notes(made, "approximated") == [
        ("/tracks/children/0/children/1", "the transition 'wipe left' became our wipe")
    ]


def test_sounds_cross_with_fades() -> None:
    made = timeline(audio(clip("a.wav", 0, 48), dissolve(6, 6), clip("b.wav", 24, 48)), rate=24)
    (clips,) = clips_of(made)
    assert times(clips) == [(0, 2.25), (1.75, 2.25)]
    assert (clips[0]["fade_out"], clips[1]["fade_in"]) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        (2.0, {"speed": 2.0, "trim": {"from": 1}}), (0.0, {"freeze": 1}), (1.0, {"trim": {"from": 1}}),
        (-0.5, {"reverse": True, "speed": 0.5, "trim": {"from": 1, "to": 2}}), (50.0, {"speed": 10.0, "trim": {"from": 1}}),
    ],
)  # fmt: skip
def test_time_warps_are_speeds_stills_and_footage_backwards(scalar: float, expected: dict[str, Any]) -> None:
    warped = clip("a.mp4", 24, 48)
    warped.effects.append(otio.schema.LinearTimeWarp(time_scalar=scalar))
    made = timeline([warped], rate=24)
    found = clips_of(made)[0][0]
    assert {key: found[key] for key in ("speed", "freeze", "reverse", "trim") if key in found} == expected
    assert times([found]) == [(0, 2)]
    assert bool(notes(made, "approximated")) == (scalar in (-0.5, 50.0))


def test_a_freeze_frame_is_a_still() -> None:
    frozen = clip("a.mp4", 36, 48)
    frozen.effects.append(otio.schema.FreezeFrame())
    assert clips_of(timeline([frozen], rate=24))[0][0]["freeze"] == 1.5


def test_pictures_and_their_sound_become_one_clip_and_other_pictures_are_silent() -> None:
    made = timeline(
        [clip("a.mp4", 0, 48), clip("b.mp4", 0, 48)], audio(clip("a.mp4", 0, 48), clip("m.wav", 0, 48)), rate=24
    )
    pictures, sound = clips_of(made)
    assert "volume" not in pictures[0]
    assert pictures[1]["volume"] == 0
    assert [found["src"] for found in sound] == ["m.wav"]


def test_pictures_keep_their_sound_where_no_track_holds_any() -> None:
    assert "volume" not in clips_of(timeline([clip("a.mp4", 0, 48)], rate=24))[0][0]


def test_stacks_are_documents_inside() -> None:
    inner = otio.schema.Stack(
        "scene", [otio.schema.Track(kind="Video", children=[clip("a.mp4", 0, 48), clip("b.mp4", 0, 48)])]
    )
    inner.source_range = span(24, 48)
    (clips,) = clips_of(timeline([clip("z.png", 0, 24), inner], rate=24))
    assert times(clips) == [(0, 1), (1, 2)]
    document = clips[1]["document"]
    assert document["canvas"]["background"] == "transparent"
    assert document["canvas"].get("duration") is None
    assert times(document["tracks"][0]["clips"]) == [(0, 1), (1, 1)]
    assert document["tracks"][0]["clips"][0]["trim"] == {"from": 1}


def test_a_track_with_a_range_shows_that_part_of_itself() -> None:
    track = otio.schema.Track(
        kind="Video", children=[clip("a.mp4", 0, 48), clip("b.mp4", 0, 48)], source_range=span(36, 24)
    )
    (clips,) = clips_of(timeline(track, rate=24))
    assert times(clips) == [(0, 0.5), (0.5, 0.5)]
    assert clips[0]["trim"] == {"from": 1.5}


def test_a_gap_at_the_end_is_part_of_the_length() -> None:
    made = timeline([clip("a.mp4", 0, 24), otio.schema.Gap(duration=at(24))], rate=24)
    assert resolve(read_tree(imported(made).document), facts_of).frames == 48


def test_numbered_pictures_are_shown_one_after_the_other() -> None:
    medium = otio.schema.ImageSequenceReference("file:///s", "f.", ".png", 1001, 2, 24, 6, available_range=span(0, 8))
    held = otio.schema.Clip(media_reference=medium, source_range=span(2, 9))
    (clips,) = clips_of(timeline([held], rate=24))
    shown = clips[0]["document"]["tracks"][0]["clips"]
    assert [found["src"] for found in shown] == [f"/s/f.{number:06d}.png" for number in (1003, 1005, 1007)]
    assert [found["duration"] for found in shown] == ["2f", "2f", "5f"]
    held.effects.append(otio.schema.LinearTimeWarp(time_scalar=-1))
    shown = clips_of(timeline([held], rate=24))[0][0]["document"]["tracks"][0]["clips"]
    assert [found["src"][-8:-4] for found in shown] == ["1007", "1005", "1003"]
    assert [found["duration"] for found in shown] == ["5f", "2f", "2f"]


def test_plain_colours_are_shapes() -> None:
    generators = [otio.schema.GeneratorReference(generator_kind=kind, parameters=parameters) for kind, parameters in (
        ("black", {}), ("SolidColor", {"color": "#ff0000"}), ("SolidColor", {"color": [0, 1, 0]}),
    )]  # fmt: skip
    made = timeline(
        [otio.schema.Clip(media_reference=found, source_range=span(0, 24)) for found in generators], rate=24
    )
    assert [found["fill"] for found in clips_of(made)[0]] == ["#000000", "#ff0000", "#00ff00"]


def test_markers_of_the_timeline_are_chapters() -> None:
    made = timeline([clip("a.mp4", 0, 72)], rate=24)
    made.tracks.markers.append(otio.schema.Marker("Later", span(36, 0)))
    made.tracks.markers.append(otio.schema.Marker("First", span(0, 0)))
    assert imported(made).document["chapters"] == [{"title": "First", "start": 0}, {"title": "Later", "start": 1.5}]


def test_what_cannot_be_said_is_reported_at_its_place() -> None:
    first = clip("a.mp4", 0, 24)
    first.effects.append(otio.schema.Effect(effect_name="Glow"))
    first.markers.append(otio.schema.Marker("look", span(0, 1)))
    track = otio.schema.Track(kind="Video", children=[first])
    track.effects.append(otio.schema.Effect(effect_name="Grade"))
    bars = otio.schema.Clip(
        media_reference=otio.schema.GeneratorReference(generator_kind="SMPTEBars"), source_range=span(0, 24)
    )
    missing = otio.schema.Clip("gone", source_range=span(0, 24))
    late = clip("b.mp4", 0, 24)
    hidden = clip("c.mp4", 0, 24)
    hidden.enabled = False
    made = timeline(track, [bars, missing, hidden, late], otio.schema.Track(kind="Subtitles"), rate=24)
    assert sorted(notes(made)) == [
        ("/tracks/children/0/children/0/effects/0", "the effect 'Glow' is unknown here"),
        ("/tracks/children/0/children/0/markers/0", "a clip has no markers: 'look'"),
        ("/tracks/children/0/effects/0", "an effect on a whole track or stack: 'Grade'"),
        (
            "/tracks/children/1/children/0/media_references/DEFAULT_MEDIA",
            "nothing is known of the generator 'SMPTEBars'",
        ),
        ("/tracks/children/1/children/1", "the clip 'gone' names no medium"),
        ("/tracks/children/2", "a track of the kind 'Subtitles' cannot be shown or heard"),
    ]
    assert ("/tracks/children/1/children/2", "is disabled, and was left out") in notes(made, "info")
    assert times(clips_of(made)[1]) == [(3, 1)]


def test_clips_have_names_that_documents_can_use() -> None:
    made = timeline(
        [clip("a.mp4", 0, 24, name=name) for name in ("Scene 1 (wide)", "Scene 1 (wide)", "7", "", "ж")], rate=24
    )
    ids = [found.get("id") for found in clips_of(made)[0]]
    assert ids[0] == "Scene_1_wide"
    assert ids[1].startswith("Scene_1_wide_")
    assert ids[2:] == ["_7", None, None]


def test_braces_in_names_and_files_are_not_placeholders() -> None:
    made = timeline([clip("file:///a/%7B%7Bx%7D%7D.mp4", 0, 24, name="{{n}}")], rate=24)
    made.tracks[0].name = "{{track}}"
    made.name = "{{title}}"
    document = read_tree(imported(made).document).document
    assert document.title == "{{title}}"
    assert document.tracks[0].name == "{{track}}"
    assert document.tracks[0].clips[0].src == "/a/{{x}}.mp4"  # type: ignore[union-attr]


def test_older_schemas_are_read() -> None:
    old = {
        "OTIO_SCHEMA": "Timeline.1",
        "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Sequence.1", "kind": "Video", "children": [
            {"OTIO_SCHEMA": "Filler.1", "source_range": _range(0, 12)},
            {"OTIO_SCHEMA": "Clip.1", "source_range": _range(0, 24), "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a.mov"}},
        ]}]},
    }  # fmt: skip
    (track,) = import_timeline(old).document["tracks"]
    assert times(track["clips"]) == [(0.5, 1)]


def test_the_first_timeline_of_a_collection_is_read() -> None:
    made = [timeline([clip(f"{name}.mp4", 0, 24)], rate=24) for name in "ab"]
    collection = otio.schema.SerializableCollection(children=made)
    result = import_timeline(json.loads(collection.to_json_string()))
    assert result.document["tracks"][0]["clips"][0]["src"] == "a.mp4"
    assert [note.pointer for note in result.report if note.severity == "lost"] == ["/children/1"]


def test_a_clip_without_any_length_is_refused() -> None:
    made = timeline([otio.schema.Clip(media_reference=otio.schema.ExternalReference("a.mp4"))], rate=24)
    with pytest.raises(InvalidDocument, match="how long") as found:
        imported(made)
    assert found.value.pointer == "/tracks/children/0/children/0"


def _range(start: float, duration: float) -> dict[str, Any]:
    start_time, length = ({"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": 24} for value in (start, duration))
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": start_time, "duration": length}
