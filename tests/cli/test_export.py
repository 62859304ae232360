"""`reel export`, and timelines of editing programs in the other commands, run as a person runs them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import opentimelineio as otio
import pytest

from tests.cli.test_commands import reel
from tests.coded_video import number_in, numbers_in, write_coded

NTSC = Fraction(24000, 1001)
EXAMPLE = Path(__file__).parents[2] / "examples" / "template"


def span(start: int, duration: int) -> otio.opentime.TimeRange:
    rate = float(NTSC)
    return otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(duration, rate))


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """A timeline by the library: frames 10 to 21, a gap of 3, frames 40, 42 … 54 at twice the speed, frame 5 for 4 frames."""
    video = write_coded(tmp_path / "my show ä.mp4", NTSC, 96)
    clips: list[Any] = []
    for start, duration in ((10, 12), (40, 8), (5, 4)):
        medium = otio.schema.ExternalReference(video.as_uri(), available_range=span(0, 96))
        clips.append(otio.schema.Clip(media_reference=medium, source_range=span(start, duration)))
    clips[1].effects.append(otio.schema.LinearTimeWarp(time_scalar=2))
    clips[2].effects.append(otio.schema.FreezeFrame())
    clips.insert(1, otio.schema.Gap(source_range=span(0, 3)))
    made = otio.schema.Timeline("cut")
    made.tracks.append(otio.schema.Track(kind="Video", children=clips))
    otio.adapters.write_to_file(made, str(tmp_path / "cut.otio"))
    return tmp_path / "cut.otio"


SHOWN = [*range(10, 22), 0, 0, 0, *range(40, 56, 2), 5, 5, 5, 5]


def test_a_timeline_renders_to_the_very_frames_it_names(cut: Path, tmp_path: Path) -> None:
    done = reel("render", cut, "--aspect", "384x64", "-o", tmp_path / "v.mp4", "--json")
    assert json.loads(done.stdout)["fps"] == "24000/1001"
    assert numbers_in(tmp_path / "v.mp4") == SHOWN


def test_a_frame_of_a_timeline_is_saved(cut: Path, tmp_path: Path) -> None:
    assert reel("frame", cut, "--aspect", "384x64", "--at", "17f", "-o", tmp_path / "f.png").returncode == 0
    assert number_in(cv2.imread(str(tmp_path / "f.png"), cv2.IMREAD_GRAYSCALE)) == SHOWN[17]


def test_an_imported_timeline_is_exported_again_with_the_same_times(cut: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert reel("import", cut, "-o", tmp_path / "docs" / "doc.json").returncode == 0
    done = reel("export", tmp_path / "docs" / "doc.json", "-o", tmp_path / "again.otio", "--json")
    assert json.loads(done.stdout)["ok"]
    one, other = (otio.adapters.read_from_file(str(path)).tracks[0] for path in (cut, tmp_path / "again.otio"))
    assert [item.range_in_parent() for item in one] == [item.range_in_parent() for item in other]
    assert [item.source_range for item in one] == [item.source_range for item in other]
    assert [item.media_reference.target_url for item in one.find_clips()] == [
        item.media_reference.target_url for item in other.find_clips()
    ]


def test_a_template_with_data_is_exported_and_renders_alike(tmp_path: Path) -> None:
    data = ("--data", EXAMPLE / "data.json")
    done = reel("export", EXAMPLE / "template.json", *data, "-o", tmp_path / "t.otio")
    assert done.returncode == 0
    assert "other programs do not see: motion" in done.stderr
    reel("frame", EXAMPLE / "template.json", *data, "--at", "3", "--width", "216", "-o", tmp_path / "a.png")
    reel("frame", tmp_path / "t.otio", "--at", "3", "--width", "216", "-o", tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_captions_are_exported_at_the_times_they_are_shown(tmp_path: Path) -> None:
    words = [
        {"text": "Late", "start": 0, "end": 0.5},
        {"text": "words", "start": 0.5, "end": 3},
        {"text": "lost", "start": 9, "end": 10},
    ]
    inner = {"canvas": {"fps": 10}, "tracks": [{"clips": [{"type": "captions", "words": words[:1], "duration": 1}]}]}
    tree = {"canvas": {"fps": 10}, "tracks": [{"clips": [
        {"type": "captions", "words": words, "start": 2, "duration": 2},
        {"type": "composition", "document": inner, "start": 5, "duration": 2, "loop": True},
    ]}]}  # fmt: skip
    (tmp_path / "d.json").write_text(json.dumps(tree))
    assert reel("export", "d.json", "-o", "w.json", cwd=tmp_path).returncode == 0
    found = [(word["text"], word["start"], word["end"]) for word in json.loads((tmp_path / "w.json").read_text())]
    assert found == [("Late", 2, 2.5), ("words", 2.5, 4), ("Late", 5, 5.5), ("Late", 6, 6.5)]
    done = reel("export", "d.json", "-o", "w.srt", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["words"] == 4
    assert "00:00:02,000 --> " in (tmp_path / "w.srt").read_text()


@pytest.mark.parametrize(
    ("output", "said"), [("x.xml", "should end in .otio"), ("x.srt", "shows no captions"), ("no/x.otio", "no")]
)
def test_what_cannot_be_exported_is_told(output: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text(json.dumps({"tracks": [{"clips": [{"type": "shape", "duration": 1}]}]}))
    done = reel("export", "d.json", "-o", output, cwd=tmp_path)
    assert done.returncode in (3, 6)
    assert said in done.stderr


def test_a_broken_timeline_is_refused_with_its_place(cut: Path, tmp_path: Path) -> None:
    tree = json.loads(cut.read_text())
    tree["tracks"]["children"][0]["children"][0]["source_range"]["duration"]["value"] = -3
    cut.write_text(json.dumps(tree))
    done = reel("render", cut, "-o", tmp_path / "v.mp4", "--json")
    assert json.loads(done.stdout)["error"]["pointer"] == "/tracks/children/0/children/0/source_range/duration"
