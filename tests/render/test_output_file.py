"""The file a render writes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from threading import Thread

import av
import numpy as np
import pytest

from reelwright.errors import (
    Cancelled,
    FontMissing,
    InvalidInput,
    MediaUnusable,
    OutputUnwritable,
    ReelwrightError,
)
from reelwright.render.job import RenderWish
from reelwright.units.time import SAMPLE_RATE
from tests.coded_video import write_coded
from tests.rendering import packets, render, sound_of
from tests.sounds import blip, write_wav

PLAIN = {
    "canvas": {"width": 320, "height": 240},
    "tracks": [{"clips": [{"type": "shape", "fill": "#c03020", "duration": 2}]}],
}


def test_it_is_tagged_bt709_limited_and_starts_with_its_index(tmp_path: Path) -> None:
    report = render(PLAIN, tmp_path)
    with av.open(str(report.output)) as container:
        context = container.streams.video[0].codec_context
        assert (
            int(context.colorspace),
            int(context.color_primaries),
            int(context.color_trc),
            int(context.color_range),
        ) == (1, 1, 1, 1)
        assert context.name == "h264"
        assert context.pix_fmt == "yuv420p"
    head = report.output.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_colours_come_out_as_they_were_asked_for(tmp_path: Path) -> None:
    for color in ((192, 48, 32), (255, 255, 255), (0, 0, 0), (16, 200, 90)):
        tree = {
            **PLAIN,
            "tracks": [{"clips": [{"type": "shape", "fill": "#{:02x}{:02x}{:02x}".format(*color), "duration": 0.2}]}],
        }
        report = render(tree, tmp_path)
        with av.open(str(report.output)) as container:
            frame = next(container.decode(video=0))
            shown = frame.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()
        assert np.abs(shown.reshape(-1, 3).astype(int).mean(axis=0) - color).max() <= 3


@pytest.mark.parametrize("fps", ["24000/1001", "25", "30000/1001", "30", "60"])
def test_sound_is_exactly_as_long_as_the_pictures(fps: str, tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", blip(0.5, 9.0))
    tree = {
        "canvas": {"width": 64, "height": 64, "fps": fps, "duration": "101f"},
        "tracks": [{"clips": [{"type": "audio", "src": "tone.wav"}]}],
    }
    report = render(tree, tmp_path)
    expected = 101 / Fraction(fps) * SAMPLE_RATE
    with av.open(str(report.output)) as container:
        stream = container.streams.audio[0]
        assert stream.start_time == 0
        assert abs(stream.duration * stream.time_base * SAMPLE_RATE - expected) <= 1
    assert 0 <= len(sound_of(report.output)) - expected < 1024


def test_a_flash_and_a_blip_stay_together_to_a_millisecond(tmp_path: Path) -> None:
    write_wav(
        tmp_path / "blips.wav",
        sum((blip(at, 12.0) for at in (0.0, 4.0, 8.0, 11.0)), np.zeros((12 * SAMPLE_RATE, 2), np.float32)),
    )
    flashes = [{"type": "shape", "fill": "#ffffff", "start": at, "duration": "1f"} for at in (0, 4, 8, 11)]
    tree = {
        "canvas": {"width": 64, "height": 64, "fps": 30, "duration": 12},
        "tracks": [{"clips": flashes}, {"clips": [{"type": "audio", "src": "blips.wav"}]}],
    }
    report = render(tree, tmp_path)
    with av.open(str(report.output)) as container:
        lit = [float(f.time) for f in container.decode(video=0) if f.to_ndarray(format="gray").mean() > 128]
    heard = onsets(sound_of(report.output)[:, 0])
    assert lit == pytest.approx([0, 4, 8, 11])
    assert heard == pytest.approx([0, 4, 8, 11], abs=0.001)


def test_nothing_drifts_over_ten_minutes_and_three_hundred_seams(tmp_path: Path) -> None:
    fps = Fraction(30000, 1001)
    frames = [0, 60, 120, 9000, 17_940, 17_970]  # the beginning, seams of chunks, the end
    write_wav(tmp_path / "blip.wav", blip(0.0, 0.2))
    flashes = [{"type": "shape", "fill": "#ffffff", "start": f"{n}f", "duration": "1f"} for n in frames]
    sounds = [{"type": "audio", "src": "blip.wav", "start": f"{n}f"} for n in frames]
    tree = {
        "canvas": {"width": 32, "height": 32, "fps": "30000/1001", "duration": "17982f"},
        "tracks": [{"clips": flashes}, {"clips": sounds}],
    }
    report = render(tree, tmp_path)
    with av.open(str(report.output)) as container:
        lit = [f.time for f in container.decode(video=0) if f.to_ndarray(format="gray").mean() > 128]
    assert lit == pytest.approx([float(n / fps) for n in frames], abs=1e-5)
    assert onsets(sound_of(report.output)[:, 0]) == pytest.approx(lit, abs=0.001)
    stamps = [packet.dts for packet in packets(report.output)]
    assert all(later > earlier for earlier, later in pairwise(stamps))


def onsets(samples: np.ndarray) -> list[float]:
    """Seconds at which a blip begins: the first sample that is loud, half a second apart at least."""
    loud = np.flatnonzero(np.abs(samples) > 0.25)
    firsts = loud[np.concatenate([[True], np.diff(loud) > SAMPLE_RATE // 2])]
    return [float(first) / SAMPLE_RATE for first in firsts]


def test_an_unwritable_place_is_refused_before_work_begins(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable, match="does not exist"):
        render(PLAIN, tmp_path, name="nowhere/out.mp4")
    with pytest.raises(InvalidInput, match=r"\.mp4"):
        render(PLAIN, tmp_path, name="out.avi")


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk: the write fails in the same place."""
    script = (
        "import signal, resource, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "from pathlib import Path\nfrom tests.render.test_output_file import PLAIN\nfrom tests.rendering import render\n"
        "from reelwright.errors import OutputUnwritable\n"
        "noise = {**PLAIN, 'canvas': {'width': 1280, 'height': 720}, "
        "'tracks': [{'clips': [{'type': 'image', 'src': 'noise.png', 'duration': 8, 'motion': {'preset': 'ken-burns'}}]}]}\n"
        "try: render(noise, Path(sys.argv[1]))\nexcept OutputUnwritable as error: print('refused', error)\n"
    )
    import cv2

    cv2.imwrite(str(tmp_path / "noise.png"), np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8))
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert "refused" in done.stdout, done.stderr[-800:]
    assert [path.name for path in tmp_path.iterdir()] == ["noise.png"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


def test_stopping_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 10:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        render(PLAIN, tmp_path, RenderWish(on_progress=stop))
    assert list(tmp_path.iterdir()) == []


def test_a_killed_render_is_swept_up_by_the_next(tmp_path: Path) -> None:
    stale = tmp_path / ".reel-render-999999999-abc"
    stale.mkdir()
    (stale / "chunk-00000.nut").write_bytes(b"x")
    render(PLAIN, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_progress_counts_every_frame_once(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    render(PLAIN, tmp_path, RenderWish(on_progress=lambda done, total: seen.append((done, total))))
    assert sorted(seen) == [(n, 60) for n in range(1, 61)]


def test_two_renders_at_once_do_not_meet(tmp_path: Path) -> None:
    threads = [Thread(target=render, args=(PLAIN, tmp_path), kwargs={"name": f"{n}.mp4"}) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "0.mp4").read_bytes() == (tmp_path / "1.mp4").read_bytes()


def test_footage_cut_off_in_the_middle_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_coded(tmp_path / "whole.mkv", Fraction(30), 120)
    data = whole.read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: len(data) * 2 // 3])
    tree = {
        "canvas": {"width": 384, "height": 64},
        "tracks": [{"clips": [{"type": "video", "src": "cut.mkv", "duration": 3}]}],
    }
    assert render(tree, tmp_path).frames == 90


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"not a video at all" * 50, "not a media file")])
def test_unusable_footage_is_one_clear_error(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_bytes(content)
    with pytest.raises(MediaUnusable, match=words):
        render({**PLAIN, "tracks": [{"clips": [{"type": "video", "src": "bad.mp4"}]}]}, tmp_path)


def test_what_is_wrong_with_a_file_is_told_with_its_place_as_written(tmp_path: Path) -> None:
    """Also where clips before it are left out or repeated, deep in a document inside, and when it shows only in drawing."""
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    left_out = {"type": "shape", "fill": "#000", "duration": 1, "if": "{{is_on}}"}
    variables = {"is_on": {"type": "boolean", "default": False}}
    inside = {"canvas": {"duration": 1}, "tracks": [{"clips": [{"type": "image", "src": "none.png", "duration": 1}]}]}
    cases: list[tuple[dict[str, object], str, type[Exception]]] = [
        ({"type": "image", "src": "none.png", "duration": 1}, "/tracks/0/clips/1/src", MediaUnusable),
        ({"type": "image", "src": "broken.jpg", "duration": 1}, "/tracks/0/clips/1/src", MediaUnusable),
        ({"type": "svg", "src": "none.svg", "duration": 1}, "/tracks/0/clips/1/src", MediaUnusable),
        ({"type": "composition", "document": inside}, "/tracks/0/clips/1", MediaUnusable),
        ({"type": "text", "text": "\U00012000", "duration": 1}, "/tracks/0/clips/1", FontMissing),
    ]
    for clip, pointer, kind in cases:
        with pytest.raises(kind) as caught:
            render({**PLAIN, "variables": variables, "tracks": [{"clips": [left_out, clip]}]}, tmp_path)
        assert isinstance(caught.value, ReelwrightError)
        assert (caught.value.pointer, bool(caught.value.hint)) == (pointer, True), clip


def test_a_file_of_the_document_is_never_written_over(tmp_path: Path) -> None:
    write_coded(tmp_path / "out.mp4", Fraction(30), 10)
    before = (tmp_path / "out.mp4").read_bytes()
    with pytest.raises(InvalidInput, match="overwritten") as caught:
        render({**PLAIN, "tracks": [{"clips": [{"type": "video", "src": "./out.mp4"}]}]}, tmp_path)
    assert caught.value.pointer == "/tracks/0/clips/0/src"
    assert (tmp_path / "out.mp4").read_bytes() == before


def test_a_playlist_cannot_make_us_open_other_files(tmp_path: Path) -> None:
    secret = write_coded(tmp_path / "secret.mp4", Fraction(30), 30)
    (tmp_path / "list.mp4").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n")
    (tmp_path / "concat.mp4").write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    for name in ("list.mp4", "concat.mp4"):
        with pytest.raises(MediaUnusable):
            render({**PLAIN, "tracks": [{"clips": [{"type": "video", "src": name}]}]}, tmp_path)
    assert os.path.exists(secret)
