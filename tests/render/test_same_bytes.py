"""The same document gives the same bytes, however many work on it, however it is cut, and whatever was kept from before."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.render import chunk_grid
from reelwright.render.job import OutputWish, RenderWish, render_outputs
from reelwright.timeline.reading import read_tree
from tests.coded_video import HEIGHT, WIDTH, write_coded
from tests.sounds import tone, write_wav


def document(fps: str) -> dict[str, Any]:
    """Transitions, a ramp, captions over chunk edges, a loop, footage of variable rate, a look, sound."""
    words = [{"text": f"word{n}", "start": n * 0.31, "end": n * 0.31 + 0.3} for n in range(9)]
    footage = {"type": "video", "src": "coded.mp4", "volume": 0}
    return {
        "canvas": {"width": WIDTH, "height": HEIGHT, "fps": fps, "duration": "70f"},
        "tracks": [
            {"clips": [
                {**footage, "duration": "25f", "speed": [{"at": 0, "speed": 0.5}, {"at": "20f", "speed": 2}]},
                {**footage, "src": "vfr.mp4", "duration": "30f", "start": "after", "transition": {"preset": "wipe", "duration": "9f"}},
                {**footage, "trim": {"from": "3f", "to": "10f"}, "loop": True, "duration": "30f", "start": "after",
                 "transition": {"preset": "zoom", "duration": "8f"}, "filters": {"hue": 40}, "corner_radius": 9},
            ]},
            {"clips": [{"type": "image", "src": "dot.png", "width": 20, "height": 20, "blend": "screen", "duration": "end", "shadow": {},
                        "animate": {"x": [{"at": 0, "value": 0}, {"at": "70f", "value": WIDTH, "easing": "spring"}]}}]},
            {"clips": [{"type": "captions", "words": words, "style": "pop", "font": {"size": 20}, "y": "50%"}]},
            {"clips": [{"type": "audio", "src": "tone.wav", "duration": "end", "loop": True, "pan": -0.5, "fade_out": 0.4}]},
        ],
    }  # fmt: skip


@pytest.fixture
def media(tmp_path: Path) -> Path:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 60)
    times = [n * 33 + (n % 3) * 11 for n in range(60)]
    write_coded(tmp_path / "vfr.mp4", Fraction(30), 60, times, Fraction(1, 1000))
    cv2.imwrite(str(tmp_path / "dot.png"), np.full((8, 8, 3), (40, 200, 250), np.uint8))
    write_wav(tmp_path / "tone.wav", tone(1.3))
    return tmp_path


@pytest.mark.parametrize("fps", ["24000/1001", "25", "30000/1001", "60"])
def test_jobs_chunks_and_cache_change_nothing(fps: str, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_tree(document(fps))
    pictures: set[str] = set()
    for chunk in (None, 60, 15):
        if chunk is not None:
            monkeypatch.setattr(chunk_grid, "CHUNK_SECONDS", chunk / Fraction(fps))
            monkeypatch.setattr(chunk_grid, "_SHORT_SECONDS", 0)
            monkeypatch.setattr(chunk_grid, "_LEAST_SECONDS", 0)
        videos: set[str] = set()
        cache = media / f"cache-{chunk}"
        for run, jobs in enumerate((1, 2, 3, 2)):
            video, folder = media / f"{chunk}-{run}.mp4", media / f"{chunk}-{run}"
            outputs = [OutputWish(video), OutputWish(folder / "%03d.png")]
            render_outputs(reading, media, outputs, RenderWish(jobs=jobs, cache=cache if run > 1 else None))
            videos.add(_digest([video]))
            pictures.add(_digest(sorted(folder.iterdir())))
        assert len(videos) == 1
    assert len(pictures) == 1  # the frames do not know where chunks begin


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return f"{len(files)} {digest.hexdigest()}"
