"""`reel presenter`: a video from one command; a photo needs somebody who moves its mouth."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.media.probe import probe
from tests.cli.test_commands import reel


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
