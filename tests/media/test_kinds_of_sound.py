"""Sound of every make comes out at its level, at its time."""

from __future__ import annotations

import gc
import weakref
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from reelwright.media.audio_read import AudioReader
from reelwright.media.probe import facts, probe
from tests.coded_video import write_coded
from tests.sounds import RATE, blip, tone, write_wav

HALF = 0.5**0.5


def write_sound(path: Path, channels: np.ndarray, layout: str, codec: str = "flac", rate: int = RATE) -> Path:
    """``channels`` (channels, samples), full scale 1."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate, layout=layout)
        _mux_sound(container, stream, channels, layout, rate)
    return path


def _mux_sound(container: Any, stream: Any, channels: np.ndarray, layout: str, rate: int) -> None:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels.T.reshape(1, -1), np.float32), "flt", layout)
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    resampler = av.AudioResampler(
        stream.codec_context.format, layout, rate, frame_size=stream.codec_context.frame_size or 0
    )
    for ready in (*resampler.resample(frame), *resampler.resample(None)):
        container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def read_all(path: Path, seconds: float = 1.0) -> np.ndarray:
    reader = AudioReader(path)
    samples = reader.read(0, round(seconds * RATE))
    reader.close()
    return samples


def rms(samples: np.ndarray) -> np.ndarray:
    """Of each side, without the ends."""
    return np.sqrt((samples[4800:-4800].astype(float) ** 2).mean(axis=0))


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.m4a", "aac"), ("a.wav", "pcm_s16le")],
)
def test_one_channel_plays_on_both_sides_at_its_own_level(name: str, codec: str, tmp_path: Path) -> None:
    found = rms(read_all(write_sound(tmp_path / name, tone(1.0, 0.3).T[:1], "mono", codec)))
    assert found == pytest.approx([0.3 * HALF] * 2, rel=0.06)  # LAME lowers its input by 5%
    assert found[0] == found[1]


PLACES = {
    "FL": (1, 0),
    "FR": (0, 1),
    "FC": (HALF, HALF),
    "LFE": (0, 0),
    "SL": (HALF, 0),
    "SR": (0, HALF),
    "BL": (HALF, 0),
    "BR": (0, HALF),
    "BC": (0.5, 0.5),
}


@pytest.mark.parametrize(
    ("layout", "names"),
    [
        ("5.1(side)", "FL FR FC LFE SL SR"),
        ("5.1", "FL FR FC LFE BL BR"),
        ("quad", "FL FR BL BR"),
        ("3.0", "FL FR FC"),
        ("4.0", "FL FR FC BC"),
        ("7.1", "FL FR FC LFE BL BR SL SR"),
    ],
)
def test_many_channels_are_mixed_by_the_weights_of_itu(layout: str, names: str, tmp_path: Path) -> None:
    """Each channel alone has its weight; all at full scale together just reach full scale."""
    count = len(names.split())
    total = sum(PLACES[name][0] for name in names.split())
    for index, name in enumerate(names.split()):
        channels = np.zeros((count, RATE), np.float32)
        channels[index] = tone(1.0, 0.5)[:, 0]
        found = rms(read_all(write_sound(tmp_path / f"{index}.flac", channels, layout)))
        assert found == pytest.approx([0.5 * HALF * weight / total for weight in PLACES[name]], rel=0.01, abs=1e-4), (
            name
        )
    loud = read_all(write_sound(tmp_path / "loud.flac", np.repeat(tone(1.0, 0.999)[:, :1].T, count, axis=0), layout))
    assert 0.98 < np.abs(loud).max() <= 1.0


def test_five_to_one_in_a_film(tmp_path: Path) -> None:
    channels = np.zeros((6, RATE), np.float32)
    channels[2] = tone(1.0, 0.5)[:, 0]
    found = rms(read_all(write_sound(tmp_path / "a.mp4", channels, "5.1", "aac")))
    assert found == pytest.approx([0.5 * HALF * HALF / (1 + 2 * HALF)] * 2, rel=0.03)


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 96_000])
def test_other_rates_keep_time_and_level(rate: int, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", blip(1.5, 3.0, rate), rate)
    reader = AudioReader(path)
    samples = reader.read(0, 3 * RATE)[:, 0]
    assert np.flatnonzero(np.abs(samples) > 0.3)[0] / RATE == pytest.approx(1.5, abs=0.0005)
    assert np.abs(samples).max() == pytest.approx(0.8, rel=0.2)
    again = reader.read(round(1.5 * RATE) - 100, 2000)[:, 0]  # after a seek
    assert np.abs(again - samples[round(1.5 * RATE) - 100 :][:2000]).max() < 0.01


def test_cover_art_is_no_footage(tmp_path: Path) -> None:
    _, art = cv2.imencode(".jpg", np.full((300, 300, 3), 80, np.uint8))
    for name, codec in (("a.mp3", "libmp3lame"), ("a.mp4", "aac"), ("a.flac", "flac")):
        with av.open(str(tmp_path / name), "w") as container:
            stream: Any = container.add_stream(codec, rate=RATE, layout="stereo")
            picture: Any = container.add_stream("mjpeg", rate=1)
            picture.width, picture.height, picture.pix_fmt = 300, 300, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
            packet = av.Packet(art.tobytes())
            packet.stream, packet.pts, packet.dts = picture, 0, 0
            container.mux(packet)
            _mux_sound(container, stream, tone(1.0, 0.3).T, "stereo", RATE)
        found = facts(tmp_path / name)
        assert (found.has_video, found.has_audio) == (False, True), name
        assert float(found.duration or 0) == pytest.approx(1.0, abs=0.06)
        assert rms(read_all(tmp_path / name)) == pytest.approx([0.3 * HALF] * 2, rel=0.06)


def test_of_several_streams_the_first_pictures_and_the_first_sound_are_used(tmp_path: Path) -> None:
    coded = write_coded(tmp_path / "coded.mp4", Fraction(30), 30)
    with av.open(str(tmp_path / "both.mkv"), "w") as container, av.open(str(coded)) as source:
        sounds: list[Any] = [container.add_stream("flac", rate=RATE, layout="stereo") for _ in range(2)]
        pictures = [container.add_stream_from_template(source.streams.video[0]) for _ in range(2)]
        packets = [(packet, number) for number in range(2) for packet in _packets(coded)]
        for packet, number in packets:
            packet.stream = pictures[number]
            container.mux(packet)
        for stream, level in zip(sounds, (0.2, 0.6), strict=True):
            _mux_sound(container, stream, tone(1.0, level).T, "stereo", RATE)
    assert probe(tmp_path / "both.mkv").video is not None
    assert rms(read_all(tmp_path / "both.mkv")) == pytest.approx([0.2 * HALF] * 2, rel=0.01)


def _packets(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return [packet for packet in container.demux(video=0) if packet.size]


def test_what_is_missing_in_the_middle_is_silence_and_moves_nothing(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "whole.mkv", (blip(0.1, 3.0) + blip(2.5, 3.0)).T, "stereo", "flac")
    with av.open(str(tmp_path / "holed.mkv"), "w") as container, av.open(str(whole)) as source:
        stream = container.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.size and not 1.0 < packet.pts * packet.time_base < 2.0:
                packet.stream = stream
                container.mux(packet)
    samples = read_all(tmp_path / "holed.mkv", 3.0)[:, 0]
    loud = np.flatnonzero(np.abs(samples) > 0.3) / RATE
    assert loud[0] == pytest.approx(0.1, abs=0.001)
    assert loud[loud > 1][0] == pytest.approx(2.5, abs=0.001)


def test_a_reader_that_is_closed_holds_nothing(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "tone.wav", tone(2))
    gc.disable()
    try:
        reader = AudioReader(path)
        reader.read(0, RATE)
        gone = weakref.ref(reader)
        reader.close()
        del reader
        assert gone() is None, "hundreds of takes are read while a dub is mixed"
    finally:
        gc.enable()
