"""`reel presenter`: a video from one command; a photo needs somebody who moves its mouth."""

from __future__ import annotations

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from reelwright.media.probe import probe
from tests.cli.test_commands import reel
from tests.talking_head import head, mouth_model


def test_words_in_quotes_become_a_presenter_video(tmp_path: Path) -> None:
    output = tmp_path / "hello.mp4"
    done = reel(
        "presenter", "Hello there. My bees buzz.", "-o", str(output), "--character", "leo", "--music", "none", "--json"
    )
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["character"] == "leo"
    assert float(probe(output).duration or 0) == pytest.approx(row["duration"], abs=0.1)
    tracks = json.loads((tmp_path / "hello.reel" / "timeline.json").read_text())["tracks"]
    shown = next(clip for track in tracks for clip in track["clips"] if clip["type"] == "presenter")
    sounds = json.loads((tmp_path / "hello.reel" / shown["src"]).read_text())
    assert any("b" in ipa for ipa, _, _ in sounds)


def test_a_photo_without_lip_sync_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "face.jpg"), np.full((64, 64, 3), 128, np.uint8))
    done = reel("presenter", "Hello.", "-o", str(tmp_path / "x.mp4"), "--photo", str(tmp_path / "face.jpg"))
    assert done.returncode != 0
    assert "REELWRIGHT_WAV2LIP_MODEL" in done.stderr
    assert not (tmp_path / "x.reel" / "speech").exists()


@pytest.mark.slow
def test_the_face_in_a_photo_says_the_words(tmp_path: Path) -> None:
    """Through the real lip-sync and a tiny model: nothing of the picture moves but the mouth, and that only while there is a voice."""
    model = mouth_model(tmp_path / "mouth.onnx")
    cv2.imwrite(str(tmp_path / "face.jpg"), head(0, (1280, 720)))
    output = tmp_path / "talk.mp4"
    done = reel(
        "presenter",
        "My bees buzz. They like it.",
        "-o",
        output,
        "--photo",
        tmp_path / "face.jpg",
        "--json",
        REELWRIGHT_WAV2LIP_MODEL=str(model),
    )
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["lips"]["by"] == "wav2lip"
    assert row["lips"]["synced"] == row["lips"]["spoken"] > 15
    facts = probe(output)
    assert facts.audio is not None
    assert float(facts.duration or 0) == pytest.approx(row["duration"], abs=0.1)
    frames = _grey(tmp_path / "talk.reel" / "talking.mp4")
    moved = frames.std(axis=0) > 6
    assert 0.0005 < moved.mean() < 0.03
    rows, columns = np.nonzero(moved)
    height, width = moved.shape
    mouth = (0.4375 - 0.46) * 1.7 + 0.5, ((0.341 - 0.30) * 1.7 * width + height / 2) / height  # where ``head`` shows it
    assert (columns.mean() / width, rows.mean() / height) == pytest.approx(mouth, abs=0.06)
    openings = (frames[:, moved].mean(axis=1) - np.median(frames[:, moved])) * -1
    assert openings.max() - openings.min() > 8


def _grey(path: Path) -> np.ndarray:
    """Every second picture of a video, as one array."""
    with av.open(str(path)) as file:
        pictures = [frame.to_ndarray(format="gray") for number, frame in enumerate(file.decode(video=0)) if number % 2]
    return np.stack(pictures).astype(np.float32)
