"""Several outputs of one render, and ladders of renditions."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from reelwright.errors import InvalidInput, OutputUnwritable, ReelwrightError
from reelwright.media.encoding import encoding_of
from reelwright.media.hls_write import segments_of
from reelwright.render.compositor import Compositor
from reelwright.render.job import RenderReport, RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolved import VideoSettings
from tests.coded_video import numbers_in, write_coded
from tests.rendering import packets, sound_of
from tests.sounds import blip, write_wav

FPS = Fraction(30000, 1001)
FRAMES = 400


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, Any]:
    write_coded(tmp_path / "coded.mp4", FPS, FRAMES)
    write_wav(tmp_path / "tone.wav", blip(0.5, 14.0))
    return {
        "canvas": {"width": 384, "height": 64, "fps": "30000/1001", "duration": f"{FRAMES}f"},
        "tracks": [
            {"clips": [{"type": "video", "src": "coded.mp4"}]},
            {"clips": [{"type": "audio", "src": "tone.wav"}]},
        ],
    }


def made(tree: dict[str, Any], folder: Path, *wishes: OutputWish, wish: RenderWish | None = None) -> RenderReport:
    placed = [OutputWish(folder / each.path, each.format, each.quality, each.height) for each in wishes]
    return render_outputs(read_tree(json.loads(json.dumps(tree))), folder, placed, wish or RenderWish())


def named(name: str, **wish: Any) -> OutputWish:
    return OutputWish(Path(name), **wish)


def test_frames_are_composed_once_for_all(
    tree: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    build = Compositor.build
    monkeypatch.setattr(Compositor, "build", lambda self, frame: (built.append(frame), build(self, frame))[1])
    made(tree, tmp_path, named("a.mp4"), named("b.webm", height=32), named("c.gif"), named("d.mp3"), named("e.m3u8"))
    assert sorted(built) == list(range(FRAMES))
    assert numbers_in(tmp_path / "a.mp4") == numbers_in(tmp_path / "b.webm") == list(range(FRAMES))
    assert numbers_in(tmp_path / "c.gif") == list(range(0, FRAMES, 2))


def test_an_output_has_the_bytes_it_has_alone(tree: dict[str, Any], tmp_path: Path) -> None:
    made(tree, tmp_path, named("a.mp4"), named("b.webm", height=32))
    made(tree, tmp_path, named("alone.mp4"))
    made(tree, tmp_path, named("alone.webm", height=32), wish=RenderWish(jobs=1))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "alone.mp4").read_bytes()
    assert (tmp_path / "b.webm").read_bytes() == (tmp_path / "alone.webm").read_bytes()


def test_an_output_added_later_uses_what_is_kept(tree: dict[str, Any], tmp_path: Path) -> None:
    cache = tmp_path / "chunks"
    made(tree, tmp_path, named("a.mp4"), wish=RenderWish(cache=cache))
    before = {path.name: path.stat().st_mtime_ns for path in cache.glob("*.nut")}
    made(tree, tmp_path, named("again.mp4"), named("b.webm"), wish=RenderWish(cache=cache))
    assert {path.name for path in cache.glob("*.nut")} == set(before)
    assert len(list(cache.glob("*.mkv"))) == len(before)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "again.mp4").read_bytes()


def test_a_cache_too_small_for_one_render_does_not_take_its_chunks_away(tree: dict[str, Any], tmp_path: Path) -> None:
    report = made(tree, tmp_path, named("a.mov"), wish=RenderWish(cache=tmp_path / "chunks", cache_bytes=1000))
    assert numbers_in(report.output) == list(range(FRAMES))


def test_nothing_appears_when_one_of_several_cannot_be(tree: dict[str, Any], tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(OutputUnwritable):
        made(tree, tmp_path, named("a.mp4"), named("nowhere/b.mp4"))
    with pytest.raises(InvalidInput, match="twice"):
        made(tree, tmp_path, named("a.mp4"), named("a.mp4"))
    assert set(tmp_path.iterdir()) == before


def test_a_ladder_plays_every_rendition_and_its_sound_from_zero(tree: dict[str, Any], tmp_path: Path) -> None:
    tree["output"] = {"hls": {"heights": [64, 32], "segment": 4}}
    made(tree, tmp_path, named("show.m3u8"))
    for name, height in (("64p", 64), ("32p", 32)):
        playlist = tmp_path / "show" / name / "playlist.m3u8"
        assert numbers_in(playlist) == list(range(FRAMES))
        times = sorted(packet.pts * packet.time_base for packet in packets(playlist))
        assert times == [n / FPS for n in range(FRAMES)]
        with av.open(str(playlist)) as container:
            assert container.streams.video[0].height == height
    assert 0 <= len(sound_of(tmp_path / "show" / "audio" / "playlist.m3u8")) - FRAMES / FPS * 48000 < 1024
    assert numbers_in(tmp_path / "show.m3u8") == list(range(FRAMES))


def test_renditions_are_cut_at_the_same_frames_each_a_key_frame(tree: dict[str, Any], tmp_path: Path) -> None:
    tree["output"] = {"hls": {"heights": [64, 32], "segment": 4}}
    made(tree, tmp_path, named("show.m3u8"))
    keys, lengths = [], []
    for name in ("64p", "32p"):
        playlist = tmp_path / "show" / name / "playlist.m3u8"
        keys.append([round(p.pts * p.time_base * FPS) for p in packets(playlist) if p.is_keyframe])
        lengths.append([seconds for seconds, _ in segments_of(playlist)])
    assert keys[0] == keys[1]
    assert lengths[0] == lengths[1]
    starts = [round(sum(lengths[0][:n]) * FPS) for n in range(len(lengths[0]))]
    assert len(starts) > 2
    assert set(starts) <= set(keys[0])


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_the_master_playlist_tells_the_truth(codec: str, tree: dict[str, Any], tmp_path: Path) -> None:
    tree["output"] = {"format": "hls", "video": {"codec": codec}, "hls": {"heights": [64, 32]}}
    made(tree, tmp_path, named("show"))
    text = (tmp_path / "show" / "master.m3u8").read_text()
    rows = re.findall(
        r"BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),CODECS=\"([^\"]+)\",RESOLUTION=(\S+?),FRAME-RATE=([\d.]+)", text
    )
    assert [row[3] for row in rows] == ["384x64", "192x32"]
    assert {row[4] for row in rows} == {"29.970"}
    start = {"h264": "avc1.64", "h265": "hvc1.1.6.L"}[codec]
    assert all(row[2].startswith(start) and row[2].endswith(",mp4a.40.2") for row in rows)
    folder = tmp_path / "show"
    heard = max(path.stat().st_size * 8 / seconds for seconds, path in segments_of(folder / "audio" / "playlist.m3u8"))
    for row, name in zip(rows, ("64p", "32p"), strict=True):
        seen = max(path.stat().st_size * 8 / seconds for seconds, path in segments_of(folder / name / "playlist.m3u8"))
        assert seen + heard <= int(row[0]) <= seen + heard + 2
        assert int(row[1]) <= int(row[0])


def test_a_ladder_made_again_replaces_the_first(tree: dict[str, Any], tmp_path: Path) -> None:
    tree["output"] = {"format": "hls", "hls": {"heights": [32], "segment": 1}}
    made(tree, tmp_path, named("show"))
    first = len(list((tmp_path / "show" / "32p").iterdir()))
    tree["output"]["hls"]["segment"] = 10
    made(tree, tmp_path, named("show"))
    assert len(list((tmp_path / "show" / "32p").iterdir())) < first
    assert sorted(path.name for path in (tmp_path / "show").iterdir()) == ["32p", "audio", "master.m3u8"]


@pytest.mark.parametrize("family", ["nvenc", "qsv", "vaapi"])
def test_an_encoder_in_hardware_works_or_says_why_not(family: str, tree: dict[str, Any], tmp_path: Path) -> None:
    try:
        encoding_of(VideoSettings(encoder=family), (384, 64))
    except InvalidInput as error:
        assert "cannot be used here" in error.message
        tree["output"] = {"video": {"encoder": family}}
        with pytest.raises(ReelwrightError, match="cannot be used here"):
            made(tree, tmp_path, named("a.mp4"))
        assert not (tmp_path / "a.mp4").exists()
        return
    tree["output"] = {"video": {"encoder": family}}
    assert numbers_in(made(tree, tmp_path, named("a.mp4")).output) == list(range(FRAMES))
