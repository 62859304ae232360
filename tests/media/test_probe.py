"""Looking into media files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.probe import facts, probe
from tests.coded_video import write_coded
from tests.sounds import tone, write_wav

MEDIA = Path(__file__).parents[1] / "media_files"


def test_footage(tmp_path: Path) -> None:
    info = probe(write_coded(tmp_path / "a.mp4", Fraction(30000, 1001), 60))
    assert info.video is not None
    assert (info.video.width, info.video.height, info.video.fps, info.video.codec, info.video.frames) == (
        384,
        64,
        Fraction(30000, 1001),
        "h264",
        60,
    )
    assert info.duration == 60 * Fraction(1001, 30000)
    assert info.audio is None


def test_sound() -> None:
    info = probe(MEDIA / "speech.flac")
    assert info.audio is not None
    assert (info.audio.sample_rate, info.audio.channels, info.audio.codec) == (48_000, 1, "flac")
    assert info.duration == 6
    assert facts(MEDIA / "speech.flac").has_video is False


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp"])
def test_a_picture_has_a_size_and_no_length(suffix: str, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / f"a{suffix}"), np.zeros((40, 60, 3), np.uint8))
    found = facts(tmp_path / f"a{suffix}")
    assert (found.width, found.height, found.duration) == (60, 40, None)


def test_a_photo_taken_upright_is_shown_upright(tmp_path: Path) -> None:
    """An EXIF orientation of 6 turns the stored picture a quarter clockwise."""
    _, data = cv2.imencode(".jpg", np.zeros((40, 60, 3), np.uint8))
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    (tmp_path / "turned.jpg").write_bytes(
        data.tobytes()[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data.tobytes()[2:]
    )
    assert (facts(tmp_path / "turned.jpg").width, facts(tmp_path / "turned.jpg").height) == (40, 60)


@pytest.mark.parametrize("name", ["nothing.mp4", "folder", "empty.mp4", "empty.jpg", "text.jpg", "text.mp4", "cut.png"])
def test_what_cannot_be_used_is_one_clear_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "text.mp4").write_text("no video")
    _, data = cv2.imencode(".png", np.random.default_rng(1).integers(0, 255, (40, 60, 3), np.uint8))
    (tmp_path / "cut.png").write_bytes(data.tobytes()[:60])
    with pytest.raises(MediaUnusable, match=name):
        probe(tmp_path / name)


def test_a_missing_file_names_its_nearest_neighbour(tmp_path: Path) -> None:
    write_wav(tmp_path / "voice.wav", tone(0.1))
    with pytest.raises(MediaUnusable) as caught:
        probe(tmp_path / "voise.wav")
    assert "voice.wav" in caught.value.hint


def test_a_video_without_length_is_refused(tmp_path: Path) -> None:
    whole = write_coded(tmp_path / "a.mkv", Fraction(30), 30).read_bytes()
    (tmp_path / "head.mkv").write_bytes(whole[:700])
    with pytest.raises(MediaUnusable):
        probe(tmp_path / "head.mkv")
