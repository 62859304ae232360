"""Files that are cut, bare or odd are used as far as they go, each frame still in its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.audio_read import AudioReader
from reelwright.media.picture_header import stored_size
from reelwright.media.picture_read import read_picture
from reelwright.media.probe import probe
from reelwright.media.video_read import VideoReader
from tests.coded_video import number_in, picture_of, write_coded
from tests.sounds import RATE, tone, write_wav

RATE_OF_FRAMES = Fraction(30)


def copied(source: Path, target: Path, format: str | None = None, skip: range = range(0), **options: Any) -> Path:
    """The same packets in another container, some of them left out."""
    with av.open(str(source)) as given, av.open(str(target), "w", format=format, **options) as container:
        stream = container.add_stream_from_template(given.streams.video[0])
        for number, packet in enumerate(given.demux(video=0)):
            if packet.size and number not in skip:
                packet.stream = stream
                container.mux(packet)
    return target


def number_at(path: Path, frame: int) -> int:
    reader = VideoReader(path)
    try:
        return number_in(reader.picture_at(frame / RATE_OF_FRAMES).y)
    finally:
        reader.close()


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_coded(tmp_path_factory.mktemp("coded") / "coded.mp4", RATE_OF_FRAMES, 120)


@pytest.mark.parametrize("suffix", ["mkv", "ts", "flv"])
def test_a_file_cut_off_shows_its_frames_in_place_and_then_holds_the_last(
    suffix: str, coded: Path, tmp_path: Path
) -> None:
    data = copied(coded, tmp_path / f"whole.{suffix}").read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(data[: len(data) * 3 // 5])
    reader = VideoReader(cut)
    numbers = [number_in(reader.picture_at(Fraction(n, 30)).y) for n in range(120)]
    last = numbers[-1]
    assert 40 <= last <= 100
    assert numbers[: last - 3] == list(range(last - 3))
    assert number_at(cut, 500) == number_at(cut, 119)
    assert probe(cut).duration


def test_an_mp4_without_its_index_is_refused(coded: Path, tmp_path: Path) -> None:
    data = coded.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: data.index(b"moov")])
    with pytest.raises(MediaUnusable, match=r"cut\.mp4"):
        probe(tmp_path / "cut.mp4")


def test_an_mp4_in_fragments_that_breaks_off(coded: Path, tmp_path: Path) -> None:
    whole = copied(coded, tmp_path / "a.mp4", options={"movflags": "frag_keyframe+empty_moov"})
    data = whole.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: len(data) * 3 // 5])
    assert number_at(tmp_path / "cut.mp4", 50) == 50
    assert probe(tmp_path / "cut.mp4").duration


def test_garbage_in_the_middle_costs_only_itself(coded: Path, tmp_path: Path) -> None:
    data = bytearray(copied(coded, tmp_path / "a.mkv").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = np.random.default_rng(5).bytes(300)
    (tmp_path / "b.mkv").write_bytes(data)
    assert [number_at(tmp_path / "b.mkv", n) for n in (0, 20, 40, 110)] == [0, 20, 40, 110]


@pytest.mark.parametrize("name", ["live.mkv", "live.webm", "bare.h264", "bare.hevc"])
def test_a_file_that_does_not_say_how_long_it_is(name: str, tmp_path: Path) -> None:
    codec = {"live.webm": "libvpx-vp9", "bare.hevc": "libx265"}.get(name, "libx264")
    whole = tmp_path / "whole.mkv"
    with av.open(str(whole), "w") as container:
        stream: Any = container.add_stream(codec, rate=30, options={"bf": "0"} if name.startswith("bare") else {})
        stream.width, stream.height, stream.pix_fmt = 384, 64, "yuv420p"
        for number in range(45):
            frame = av.VideoFrame.from_ndarray(picture_of(number), "gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    options = {"options": {"live": "1"}} if name.startswith("live") else {}
    path = copied(whole, tmp_path / name, **options)
    info = probe(path)
    fps = info.video and info.video.fps
    assert fps is not None
    assert float((info.duration or 0) * fps) == pytest.approx(45, abs=1)  # a bare stream has no times, only a rate
    if name.startswith("live") or name == "bare.h264":
        reader = VideoReader(path)
        assert [number_in(reader.picture_at(n / fps).y) for n in (0, 1, 20, 44, 10)] == [0, 1, 20, 44, 10]


def test_sound_of_unknown_length(tmp_path: Path) -> None:
    data = bytearray(write_wav(tmp_path / "a.wav", tone(1.0, 0.3)).read_bytes())
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"  # what a recorder writes that cannot go back
    (tmp_path / "b.wav").write_bytes(data)
    assert float(probe(tmp_path / "b.wav").duration or 0) == pytest.approx(1.0, abs=0.01)
    assert np.abs(AudioReader(tmp_path / "b.wav").read(0, RATE)).max() == pytest.approx(0.3, rel=0.01)


def test_sound_cut_off_is_silent_from_there(tmp_path: Path) -> None:
    data = write_wav(tmp_path / "a.wav", tone(2.0, 0.3)).read_bytes()
    (tmp_path / "b.wav").write_bytes(data[: len(data) // 2])
    samples = AudioReader(tmp_path / "b.wav").read(0, 2 * RATE)
    assert np.abs(samples[RATE - 4800 : RATE - 100]).max() > 0.29
    assert not samples[RATE + 100 :].any()


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "webp", "bmp", "tiff"])
def test_a_small_file_that_claims_to_be_enormous_is_refused_before_it_is_decoded(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    cv2.imwrite(str(path), np.full((48, 64, 3), 90, np.uint8))
    data = bytearray(path.read_bytes())
    assert stored_size(bytes(data)) == ({"jpg": "jpeg"}.get(kind, kind), 64, 48)
    small = {
        "png": (64).to_bytes(4, "big"),
        "jpg": b"\0\x30\0\x40",
        "gif": b"\x40\0\x30\0",
        "bmp": b"\x40\0\0\0\x30\0\0\0",
    }.get(kind)
    if small is None:
        return
    huge = {
        "png": (60_000).to_bytes(4, "big"),
        "jpg": b"\xf0\0\xf0\0",
        "gif": b"\0\xf0\0\xf0",
        "bmp": b"\0\xf0\0\0\0\xf0\0\0",
    }[kind]
    at = data.index(small)
    data[at : at + len(huge)] = huge
    if kind == "png":
        data[at + 4 : at + 8] = huge
    path.write_bytes(data)
    with pytest.raises(MediaUnusable, match="megapixels"):
        read_picture(path)
