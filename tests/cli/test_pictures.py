"""`reel frame`, `preview`, `sheet`, `import`, and documents in other shapes, run as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from tests.cli.test_commands import reel
from tests.sounds import tone, write_wav

TEMPLATES = Path(__file__).parents[1] / "timeline" / "interchange" / "shotstack" / "templates"
MEDIA = Path(__file__).parents[2] / "bench" / "media"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    write_wav(tmp_path / "tone.wav", tone(2.0))
    bar = {"type": "shape", "fill": "#ffffff", "width": "20%", "height": "100%", "start": 0, "duration": "end", "animate": {
        "x": [{"at": 0, "value": "10%"}, {"at": 2, "value": "90%", "easing": "linear"}]}}  # fmt: skip
    tree = {
        "canvas": {"width": 320, "height": 180, "fps": 30, "duration": 2},
        "tracks": [{"clips": [bar]}, {"clips": [{"type": "audio", "src": "tone.wav"}]}],
    }
    (tmp_path / "doc.json").write_text(json.dumps(tree))
    return tmp_path / "doc.json"


def bar_at(picture: np.ndarray) -> float:
    """The middle of what is white, as a part of the width."""
    columns = np.flatnonzero(picture[..., 1].mean(axis=0) > 128)
    return float((columns.mean() + 0.5) / picture.shape[1])


def test_frames_are_those_of_the_times_named(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.png"
    done = reel("frame", document, "--at", "0", "--at", "30f", "--at", "100%", "--width", "160", "-o", out, "--json")
    rows = json.loads(done.stdout)["frames"]
    assert [row["frame"] for row in rows] == [0, 30, 59]
    pictures = [cv2.imread(row["path"]) for row in rows]
    assert all(picture.shape == (90, 160, 3) for picture in pictures)
    assert [bar_at(picture) for picture in pictures] == pytest.approx([0.1, 0.5, 0.887], abs=0.01)


def test_a_small_frame_is_the_large_one_made_smaller(document: Path, tmp_path: Path) -> None:
    for width in ("320", "160"):
        reel("frame", document, "--at", "1", "--width", width, "-o", tmp_path / f"{width}.png")
    large, small = (cv2.imread(str(tmp_path / f"{width}.png")) for width in ("320", "160"))
    shrunk = cv2.resize(large, (160, 90), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - small.astype(int)).mean() < 2


@pytest.mark.parametrize(("time", "words"), [("soon", "not a time"), ("99", "past the end"), ("60f", "past the end")])
def test_a_time_that_is_none_is_named(time: str, words: str, document: Path) -> None:
    done = reel("frame", document, "--at", time, "-o", document.parent / "f.png")
    assert done.returncode == 3
    assert words in done.stderr


def test_a_preview_is_small_and_whole(document: Path, tmp_path: Path) -> None:
    facts = json.loads(reel("preview", document, "--width", "160", "-o", tmp_path / "p.mp4", "--json").stdout)
    assert (facts["width"], facts["height"], facts["frames"]) == (160, 90, 60)
    with av.open(str(tmp_path / "p.mp4")) as video:
        assert float(video.streams.audio[0].duration * video.streams.audio[0].time_base) == pytest.approx(2.0, abs=1e-4)
        frames = [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)]
    assert [bar_at(frame) for frame in (frames[0], frames[30])] == pytest.approx([0.1, 0.5], abs=0.01)


def test_a_sheet_shows_a_document_and_a_video_alike(document: Path, tmp_path: Path) -> None:
    reel("render", document, "-o", tmp_path / "v.mp4")
    for source, name in ((document, "a.png"), (tmp_path / "v.mp4", "b.png")):
        done = reel("sheet", source, "--count", "6", "--columns", "3", "--width", "160", "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
    first, second = (cv2.imread(str(tmp_path / name)) for name in ("a.png", "b.png"))
    assert first.shape == second.shape == (8 + 2 * (90 + 32), 8 + 3 * 168, 3)
    assert np.abs(first.astype(int) - second.astype(int)).mean() < 4


def test_one_document_in_another_shape(document: Path, tmp_path: Path) -> None:
    reel("frame", document, "--at", "1", "--aspect", "9:16", "-o", tmp_path / "tall.png")
    picture = cv2.imread(str(tmp_path / "tall.png"))
    assert picture.shape == (320, 180, 3)
    assert bar_at(picture) == pytest.approx(0.5, abs=0.01)
    assert "not an aspect" in reel("frame", document, "--aspect", "wide", "-o", tmp_path / "x.png").stderr


def test_an_isolated_render_gives_the_same_bytes(document: Path, tmp_path: Path) -> None:
    for name, options in (("a.mp4", ()), ("b.mp4", ("--isolated",))):
        done = reel("render", document, "--no-cache", "-o", tmp_path / name, *options)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_an_edit_of_another_tool_is_imported_with_a_report_and_rendered(tmp_path: Path) -> None:
    edit = tmp_path / "slideshow.json"
    edit.write_text((TEMPLATES / "slideshow.json").read_text())
    for file in (*MEDIA.glob("photo*.jpg"), MEDIA / "music.mp3"):
        (tmp_path / file.name).symlink_to(file)
    done = reel("import", edit, "-o", tmp_path / "doc.json", "--json")
    assert json.loads(done.stdout)["ok"]
    assert json.loads((tmp_path / "doc.json").read_text())["canvas"]["width"] == 512
    rendered = reel("render", edit, "-o", tmp_path / "v.mp4", "--range", "0:15", "--json")
    assert json.loads(rendered.stdout)["frames"] == 15


def test_what_would_be_lost_can_be_an_error(tmp_path: Path) -> None:
    edit = tmp_path / "html.json"
    edit.write_text((TEMPLATES / "html_title.json").read_text())
    done = reel("import", edit, "-o", tmp_path / "doc.json", "--strict")
    assert done.returncode == 3
    assert "margin" in done.stderr
    assert not (tmp_path / "doc.json").exists()
