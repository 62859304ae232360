"""Every format, proved by decoding what was written."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from reelwright.render.job import RenderWish
from reelwright.units.time import SAMPLE_RATE
from tests.coded_video import number_in, numbers_in, write_coded
from tests.render.test_output_file import onsets
from tests.rendering import packets, render, sound_of
from tests.sounds import blip, write_wav

FRAMES = 133
COLOR = (192, 48, 32)
MOVING = [
    ("out.mp4", "h264"),
    ("out.mp4", "h265"),
    ("out.mp4", "av1"),
    ("out.webm", "vp9"),
    ("out.webm", "av1"),
    ("out.mov", "prores"),
    ("out.mov", "prores4444"),
    ("out.mov", "h264"),
]
DECODED_AS = {"h265": "hevc", "prores4444": "prores", "av1": "libdav1d"}


def coded(folder: Path, codec: str | None = None, fps: str = "30000/1001", **output: Any) -> dict[str, Any]:
    """A document whose frame n shows n, with sound."""
    write_coded(folder / "coded.mp4", Fraction(fps), FRAMES + 10)
    write_wav(folder / "tone.wav", blip(0.5, 9.0))
    video = {"codec": codec, **output.pop("video", {})} if codec else output.pop("video", {})
    return {
        "canvas": {"width": 384, "height": 64, "fps": fps, "duration": f"{FRAMES}f"},
        "tracks": [
            {"clips": [{"type": "video", "src": "coded.mp4"}]},
            {"clips": [{"type": "audio", "src": "tone.wav"}]},
        ],
        "output": {"video": video, **output},
    }


def plain(color: tuple[int, int, int], **output: Any) -> dict[str, Any]:
    fill = "#{:02x}{:02x}{:02x}".format(*color)
    return {
        "canvas": {"width": 320, "height": 240},
        "tracks": [{"clips": [{"type": "shape", "fill": fill, "duration": 0.2}]}],
        "output": output,
    }


@pytest.mark.parametrize(("name", "codec"), MOVING)
def test_every_frame_arrives_once_in_order_at_its_time(name: str, codec: str, tmp_path: Path) -> None:
    report = render(coded(tmp_path, codec), tmp_path, name=name)
    assert numbers_in(report.output) == list(range(FRAMES))
    found = packets(report.output)
    step = Fraction(1001, 30000)
    times = sorted(packet.pts * packet.time_base for packet in found)
    slack = Fraction(1, 1000) if name.endswith("webm") else 0  # the format counts milliseconds
    assert times[0] == 0
    assert all(abs(time - n * step) <= slack for n, time in enumerate(times))
    assert [packet.dts for packet in found] == sorted({packet.dts for packet in found})
    assert all(packet.dts <= packet.pts for packet in found)


@pytest.mark.parametrize(("name", "codec"), MOVING)
def test_it_has_the_codec_the_colour_tags_and_the_rate(name: str, codec: str, tmp_path: Path) -> None:
    report = render(plain(COLOR, video={"codec": codec}), tmp_path, name=name)
    with av.open(str(report.output)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert [int(tag) for tag in tags] == [1, 1, 1, 1]
        assert stream.average_rate == 30
        assert context.name == DECODED_AS.get(codec, codec)
        assert codec != "h265" or context.codec_tag == "hvc1"
        frame = next(container.decode(stream))
        shown = frame.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()
    assert np.abs(shown.reshape(-1, 3).astype(int).mean(axis=0) - COLOR).max() <= 4


@pytest.mark.parametrize(("name", "codec"), [("out.webm", "vp9"), ("out.mov", "prores"), ("out.mp4", "h265")])
@pytest.mark.parametrize("fps", ["24000/1001", "25", "60"])
def test_sound_is_exactly_as_long_as_the_pictures(name: str, codec: str, fps: str, tmp_path: Path) -> None:
    report = render(coded(tmp_path, codec, fps), tmp_path, name=name)
    expected = FRAMES / Fraction(fps) * SAMPLE_RATE
    heard = sound_of(report.output) if not name.endswith("mov") else None
    if name.endswith("mp4"):
        assert heard is not None
        assert 0 <= len(heard) - expected < 1024
    elif heard is not None:
        assert abs(len(heard) - expected) <= 1
    with av.open(str(report.output)) as container:
        stream = container.streams.audio[0]
        assert stream.start_time == 0
        if stream.duration is not None:
            assert abs(stream.duration * stream.time_base * SAMPLE_RATE - expected) <= 1


@pytest.mark.parametrize("name", ["out.mp3", "out.m4a", "out.wav", "out.flac"])
@pytest.mark.parametrize("quality", ["standard", "high"])
def test_sound_alone_holds_every_sample_where_it_was(name: str, quality: str, tmp_path: Path) -> None:
    tree = coded(tmp_path, quality=quality)
    report = render(tree, tmp_path, name=name)
    with av.open(str(report.output)) as container:
        assert not container.streams.video
        stream = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(stream))
        resampler = av.AudioResampler("fltp", "stereo", SAMPLE_RATE)
        container.seek(0)
        heard = np.concatenate(
            [part.to_ndarray()[0] for frame in container.decode(stream) for part in resampler.resample(frame)]
        )
    expected = round(FRAMES * Fraction(1001, 30000) * SAMPLE_RATE)
    assert 0 <= samples - expected < (1024 if name.endswith("m4a") else 1)
    assert abs(int(np.flatnonzero(np.abs(heard) > 0.25)[0]) - SAMPLE_RATE // 2) <= 48
    assert report.outputs[0].video_codec is None


@pytest.mark.parametrize(
    ("name", "codec"), [*MOVING, ("out.gif", None), ("out.mp3", None), ("f/%03d.png", None), ("out.m3u8", None)]
)
def test_the_bytes_depend_on_nothing_but_the_document(name: str, codec: str | None, tmp_path: Path) -> None:
    tree = coded(tmp_path, codec)
    wishes = {
        "one": RenderWish(jobs=1),
        "three": RenderWish(jobs=3),
        "cold": RenderWish(jobs=2, cache=tmp_path / "chunks"),
        "warm": RenderWish(jobs=2, cache=tmp_path / "chunks"),
    }
    found = set()
    for folder, wish in wishes.items():
        (tmp_path / folder / Path(name).parent).mkdir(parents=True)
        render(tree, tmp_path, wish, f"{folder}/{name}")
        files = sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file())
        found.add(hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest())
    assert len(found) == 1


def test_a_gif_shows_every_second_frame_for_its_time_and_loops(tmp_path: Path) -> None:
    report = render(coded(tmp_path, gif={"loop": 3}), tmp_path, name="out.gif")
    assert numbers_in(report.output) == list(range(0, FRAMES, 2))
    assert report.outputs[0].frames == (FRAMES + 1) // 2
    found = packets(report.output)
    times = [float(packet.pts * packet.time_base) for packet in found]
    assert times == pytest.approx([n * 2 * 1001 / 30000 for n in range(len(found))], abs=0.006)
    with av.open(str(report.output)) as container:
        assert float(container.duration / av.time_base) == pytest.approx(FRAMES * 1001 / 30000, abs=0.02)
    data = report.output.read_bytes()
    assert data[data.index(b"NETSCAPE2.0") + 12 :][1:3] == (2).to_bytes(2, "little")  # played, then twice again


def test_a_gif_has_the_colours_of_its_pictures(tmp_path: Path) -> None:
    colors = [(192, 48, 32), (16, 200, 90), (240, 230, 20)]
    clips = [
        {"type": "shape", "fill": "#{:02x}{:02x}{:02x}".format(*color), "duration": 0.4, "start": 0.4 * n}
        for n, color in enumerate(colors)
    ]
    tree = {"canvas": {"width": 64, "height": 64, "fps": 25}, "tracks": [{"clips": clips}]}
    report = render(tree, tmp_path, name="out.gif")
    with av.open(str(report.output)) as container:
        shown = [
            frame.to_ndarray(format="rgb24").reshape(-1, 3).astype(int).mean(axis=0)
            for frame in container.decode(video=0)
        ]
    assert len(shown) == 30
    for number, color in enumerate(colors):
        assert np.abs(shown[number * 10 + 5] - color).max() <= 4


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_pictures_are_numbered_as_the_frames_of_the_document(suffix: str, tmp_path: Path) -> None:
    tree = coded(tmp_path)
    render(tree, tmp_path, RenderWish(frames=(20, 71)), f"frames/%04d.{suffix}")
    files = sorted((tmp_path / "frames").iterdir())
    assert [path.name for path in files] == [f"{n:04d}.{suffix}" for n in range(20, 71)]
    shown = [number_in(np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))) for path in files]
    assert shown == list(range(20, 71))


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_pictures_have_the_colours_that_were_asked_for(suffix: str, tmp_path: Path) -> None:
    for color in (COLOR, (255, 255, 255), (16, 200, 90)):
        render(plain(color), tmp_path, RenderWish(frames=(0, 1)), f"one.{suffix}")
        shown = np.asarray(cv2.imread(str(tmp_path / f"one.{suffix}")))[..., ::-1]
        assert np.abs(shown.reshape(-1, 3).astype(int).mean(axis=0) - color).max() <= 3


def test_a_second_shorter_sequence_leaves_no_frame_of_the_first(tmp_path: Path) -> None:
    tree = plain(COLOR)
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "mine.png").write_bytes(b"kept")
    render(tree, tmp_path, name="frames/%03d.png")
    render(tree, tmp_path, RenderWish(frames=(0, 3)), "frames/%03d.png")
    assert sorted(path.name for path in (tmp_path / "frames").iterdir()) == [
        "000.png",
        "001.png",
        "002.png",
        "mine.png",
    ]


@pytest.mark.parametrize(("name", "codec"), [("out.mp4", "h264"), ("out.webm", "vp9"), ("out.mov", "prores")])
def test_a_smaller_height_keeps_the_shape_and_the_pictures(name: str, codec: str, tmp_path: Path) -> None:
    report = render(coded(tmp_path, codec, height=32), tmp_path, name=name)
    assert (report.outputs[0].width, report.outputs[0].height) == (192, 32)
    assert numbers_in(report.output) == list(range(FRAMES))


@pytest.mark.parametrize("name", ["out.webm", "out.mov", "out.m3u8", "h265.mp4"])
def test_a_flash_and_a_blip_stay_together(name: str, tmp_path: Path) -> None:
    write_wav(
        tmp_path / "blips.wav",
        sum((blip(at, 12.0) for at in (0.0, 4.0, 8.0, 11.0)), np.zeros((12 * SAMPLE_RATE, 2), np.float32)),
    )
    flashes = [{"type": "shape", "fill": "#ffffff", "start": at, "duration": "1f"} for at in (0, 4, 8, 11)]
    tree = {
        "canvas": {"width": 64, "height": 64, "fps": 30, "duration": 12},
        "tracks": [{"clips": flashes}, {"clips": [{"type": "audio", "src": "blips.wav"}]}],
        "output": {"video": {"codec": "h265"}} if name.startswith("h265") else {},
    }
    render(tree, tmp_path, name=name)
    seen, heard = (
        (tmp_path / "out" / "64p" / "playlist.m3u8", tmp_path / "out" / "audio" / "playlist.m3u8")
        if name.endswith("m3u8")
        else (tmp_path / name, tmp_path / name)
    )
    with av.open(str(seen)) as container:
        lit = [float(f.time) for f in container.decode(video=0) if f.to_ndarray(format="gray").mean() > 128]
    assert lit == pytest.approx([0, 4, 8, 11], abs=0.0005)
    assert onsets(mono(heard)) == pytest.approx([0, 4, 8, 11], abs=0.001)


def mono(path: Path) -> np.ndarray:
    """A file's sound placed by its time stamps: what lies before 0 is not heard."""
    resampler = av.AudioResampler("fltp", "mono", SAMPLE_RATE)
    with av.open(str(path)) as container:
        parts = [
            (frame.time, part.to_ndarray()[0])
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    start = round((parts[0][0] or 0) * SAMPLE_RATE)
    samples = np.concatenate([part for _, part in parts])
    return samples[-start:] if start < 0 else np.concatenate([np.zeros(start, np.float32), samples])


@pytest.mark.parametrize("name", ["out.mp4", "out.webm", "out.mov"])
def test_title_and_chapters_are_kept(name: str, tmp_path: Path) -> None:
    tree = coded(tmp_path) | {
        "title": "Rice",
        "chapters": [{"title": "Sow", "start": 0}, {"title": "Reap", "start": 2}],
    }
    report = render(tree, tmp_path, name=name)
    with av.open(str(report.output)) as container:
        assert {key.lower(): value for key, value in container.metadata.items()}["title"] == "Rice"
        found = [(c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in container.chapters()]
    assert found == [("Sow", 0.0), ("Reap", 2.0)]


@pytest.mark.parametrize(("name", "layout"), [("a.mov", "yuva444p"), ("b.webm", "yuva420p")])
def test_a_document_may_ask_for_transparency(name: str, layout: str, tmp_path: Path) -> None:
    report = render(coded(tmp_path, alpha=True), tmp_path, name=name)
    assert numbers_in(report.output) == list(range(FRAMES))
    with av.open(str(report.output)) as container:
        decoder = av.CodecContext.create("libvpx-vp9" if name.endswith("webm") else "prores", "r")
        packet = next(packet for packet in container.demux(video=0) if packet.size)
        assert decoder.decode(packet)[0].format.name.startswith(layout)
