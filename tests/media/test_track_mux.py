"""Adding tracks: the source's own packets stay what they are, new ones are told by language and title and lie in time."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition

from reelwright.errors import InvalidInput
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.track_mux import CaptionTrack, SoundTrack, add_tracks
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE

SECONDS = 3
CUES = [(500, 1500, "Hola\nmundo"), (2000, 2900, "¿Qué {tal}?")]


def source(path: Path, codec: str = "libx264", start: float = 0.0, sounds: int = 1) -> Path:
    """Three seconds of pictures that change, and tones; everything begins at ``start``."""
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as file:
        video: Any = file.add_stream(codec, rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        tones: list[Any] = [
            file.add_stream("libopus" if path.suffix == ".webm" else "aac", rate=SAMPLE_RATE, layout="stereo")
            for _ in range(sounds)
        ]
        for number, tone in enumerate(tones):
            tone.metadata["title"] = f"tone {number}"
        for index in range(SECONDS * 25):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), index * 3, np.uint8))
            frame.pts, frame.time_base = index + round(start * 25), Fraction(1, 25)
            for packet in video.encode(frame):
                file.mux(packet)
        for number, tone in enumerate(tones):
            wave = np.sin(np.arange(SECONDS * SAMPLE_RATE) * 2 * np.pi * (300 + 200 * number) / SAMPLE_RATE)
            frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]).astype(np.float32) * 0.3, "fltp", "stereo")
            frame.sample_rate, frame.pts = SAMPLE_RATE, round(start * SAMPLE_RATE)
            for packet in [*tone.encode(frame), *tone.encode(None)]:
                file.mux(packet)
        for packet in video.encode(None):
            file.mux(packet)
    return path


def blip(path: Path, at: float, codec: str = "aac") -> Path:
    """A sound with one click."""
    samples: Samples = np.zeros((SECONDS * SAMPLE_RATE, 2), np.float32)
    samples[round(at * SAMPLE_RATE) : round(at * SAMPLE_RATE) + 200] = 0.8
    write_sound([samples], path, AudioSettings(codec, 128_000))
    return path


def name(stream: Any) -> str:
    return str(stream.metadata.get("title") or stream.metadata.get("handler_name"))


def packets(path: Path, kind: str, place: int = 0) -> str:
    told = hashlib.sha256()
    with av.open(str(path)) as file:
        for packet in file.demux(getattr(file.streams, kind)[place]):
            told.update(bytes(packet))
    return told.hexdigest()


@pytest.mark.parametrize(
    ("suffix", "codec", "sound"),
    [
        (".mp4", "libx264", "aac"),
        (".mkv", "libx264", "aac"),
        (".mov", "libx264", "aac"),
        (".webm", "libvpx-vp9", "opus"),
    ],
)
def test_everything_of_the_source_is_copied_and_the_new_tracks_are_named(
    tmp_path: Path, suffix: str, codec: str, sound: str
) -> None:
    video = source(tmp_path / f"in{suffix}", codec)
    dub = blip(tmp_path / f"dub.{'webm' if sound == 'opus' else 'mp4'}", 1.0, sound)
    out = tmp_path / f"out{suffix}"
    lost = add_tracks(
        video,
        out,
        [SoundTrack(dub, "es-MX", "Español", is_default=True)],
        [CaptionTrack(CUES, "es", "Español")],
        own_language="en",
        own_title="English (original)",
    )
    assert lost == ()
    assert packets(out, "video") == packets(video, "video")
    assert packets(out, "audio", 1) == packets(video, "audio")
    assert packets(out, "audio", 0) == packets(dub, "audio")
    with av.open(str(out)) as file:
        first, second = file.streams.audio
        assert (first.metadata["language"], second.metadata["language"]) == ("spa", "eng")
        assert first.disposition & Disposition.default
        assert not second.disposition & Disposition.default
        assert not file.streams.subtitles[0].disposition & Disposition.default
        assert [name(each) for each in file.streams.audio] == [
            "Español",
            "tone 0" if suffix in (".mkv", ".webm") else "English (original)",
        ]
        texts = [
            (p.pts * 1000 * p.time_base, bytes(p)[2 if suffix in (".mp4", ".mov") else 0 :])
            for p in file.demux(file.streams.subtitles[0])
            if p.size > 2
        ]
    assert [text.decode() for _, text in texts] == ["Hola\nmundo", "¿Qué (tal)?"]
    shift = float(texts[0][0]) - 500
    assert abs(shift) <= 30
    assert float(texts[1][0]) - 2000 == pytest.approx(shift, abs=1)


@pytest.mark.parametrize(("suffix", "start"), [(".mp4", 0.0), (".mkv", 0.0), (".mkv", 1.2), (".mov", 0.4)])
def test_a_new_sound_lies_in_the_videos_own_time(tmp_path: Path, suffix: str, start: float) -> None:
    video = source(tmp_path / f"in{suffix}", start=start)
    out = tmp_path / f"out{suffix}"
    add_tracks(video, out, [SoundTrack(blip(tmp_path / "dub.mp4", 1.0), "es", "Español", is_default=True)], [])
    reader = AudioReader(out)
    heard = np.abs(reader.read(0, SECONDS * SAMPLE_RATE)[:, 0])
    reader.close()
    assert int(np.argmax(heard > 0.4)) / SAMPLE_RATE == pytest.approx(1.0, abs=0.002)


def test_several_sounds_stay_and_none_stays_when_not_wanted(tmp_path: Path) -> None:
    video = source(tmp_path / "in.mkv", sounds=2)
    dub = blip(tmp_path / "dub.mp4", 1.0)
    for keeps, count in ((True, 3), (False, 1)):
        out = tmp_path / f"{keeps}.mkv"
        add_tracks(video, out, [SoundTrack(dub, "de", "Deutsch")], [], keeps_sound=keeps)
        with av.open(str(out)) as file:
            assert len(file.streams.audio) == count


def test_what_a_container_cannot_hold_is_refused_or_told(tmp_path: Path) -> None:
    video = source(tmp_path / "in.mp4")
    dub = blip(tmp_path / "dub.mp4", 1.0)
    for name in ("out.webm", "out.mp3"):
        with pytest.raises(InvalidInput) as caught:
            add_tracks(video, tmp_path / name, [SoundTrack(dub, "es", "Español")], [])
        assert ".mkv" in caught.value.hint
        assert not (tmp_path / name).exists()
