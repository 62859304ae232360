"""Streams are described in the words of ffprobe."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.stream_facts import stream_facts
from tests.coded_video import write_coded
from tests.footage import quarters, write_footage, yuv_frame

SPEECH = Path(__file__).parents[1] / "media_files" / "speech.flac"


def test_a_video_is_described(tmp_path: Path) -> None:
    path = write_coded(tmp_path / "a.mp4", Fraction(24), 48)
    found = stream_facts(path, "https://example.com/a.mp4")
    (stream,) = found["streams"]
    assert {key: stream[key] for key in ("codec_type", "codec_name", "width", "height", "pix_fmt", "avg_frame_rate", "nb_frames")} == {
        "codec_type": "video", "codec_name": "h264", "width": 384, "height": 64, "pix_fmt": "yuv420p", "avg_frame_rate": "24/1", "nb_frames": "48",
    }  # fmt: skip
    assert found["format"]["filename"] == "https://example.com/a.mp4"
    assert found["format"]["duration"] == "2.000000"
    assert found["format"]["size"] == str(path.stat().st_size)


def test_a_turned_video_says_so(tmp_path: Path) -> None:
    path = write_footage(tmp_path / "a.mp4", [yuv_frame(quarters(), 1)] * 3, "libx264", pix_fmt="yuv420p", rotation=90)
    (stream,) = stream_facts(path, "a")["streams"]
    assert stream["side_data_list"][0]["rotation"] == -90


def test_sound_is_described() -> None:
    (stream,) = stream_facts(SPEECH, "a")["streams"]
    assert (stream["codec_type"], stream["codec_name"], stream["r_frame_rate"]) == ("audio", "flac", "0/0")
    assert stream["sample_rate"].isdigit()
    assert stream["channels"] == 1


def test_the_words_are_ffprobes_own(tmp_path: Path) -> None:
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not here to compare with")
    for path in (write_coded(tmp_path / "a.mp4", Fraction(30000, 1001), 30), SPEECH):
        shown = subprocess.run(
            ["ffprobe", "-v", "quiet", "-show_streams", "-show_format", "-show_chapters", "-of", "json", path],
            capture_output=True,
            check=True,
        )
        theirs: dict[str, Any] = json.loads(shown.stdout)
        ours = stream_facts(path, str(path))
        for mine, other in zip(ours["streams"], theirs["streams"], strict=True):
            for key in set(mine) & set(other) - {"bit_rate", "tags", "codec_long_name", "profile"}:
                assert mine[key] == other[key], key
        assert set(ours["format"]) <= set(theirs["format"])
        assert float(ours["format"]["duration"]) == pytest.approx(float(theirs["format"]["duration"]), abs=0.001)


def test_what_holds_no_media_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(np.random.default_rng(1).bytes(5000))
    with pytest.raises(MediaUnusable):
        stream_facts(path, "a")
