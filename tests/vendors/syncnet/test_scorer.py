"""Sync scored by a tiny model that knows dark lips and loud sounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import SpokenSpan
from reelwright.vendors.syncnet.manifest import OFFERS
from reelwright.vendors.syncnet.mfcc import mfcc
from reelwright.vendors.syncnet.scorer import connect
from tests.talking_head import bursts, empty, head, mouth_model, sync_model, with_open_mouth, write_video

OPEN = [(0.4, 0.8), (1.2, 1.4), (1.8, 2.4)]
SMALL = (320, 180)
WHOLE = (SpokenSpan(0.0, 3.0),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of a face whose mouth is open in ``OPEN``, and a voice that is heard then."""
    made = tmp_path_factory.mktemp("score")
    sync_model(made / "sync.onnx")
    pictures = [
        with_open_mouth(head(n, SMALL), n) if any(start <= n / 25 < end for start, end in OPEN) else head(n, SMALL)
        for n in range(75)
    ]
    write_video(made / "head.mp4", pictures)
    bursts(made / "voice.flac", OPEN, 3.0)
    bursts(made / "late.flac", [(start + 0.2, end + 0.2) for start, end in OPEN], 3.0)
    return made


def access(folder: Path, **options: str) -> Access:
    return Access(OFFERS[0], {"model": str(folder / "sync.onnx"), **options})


def test_a_mouth_in_time_is_near_and_sure(folder: Path) -> None:
    score = connect(access(folder)).score(folder / "head.mp4", folder / "voice.flac", WHOLE)
    assert score is not None
    assert abs(score.offset_ms) <= 80
    assert score.distance < 0.25
    assert score.confidence > 0.15
    assert score.seconds > 2


def test_a_late_sound_is_found_to_be_late(folder: Path) -> None:
    scorer = connect(access(folder))
    there, late = (scorer.score(folder / "head.mp4", folder / name, WHOLE) for name in ("voice.flac", "late.flac"))
    assert there is not None
    assert late is not None
    assert late.offset_ms - there.offset_ms == pytest.approx(200, abs=41)


def test_nothing_is_said_where_no_face_speaks(folder: Path, tmp_path: Path) -> None:
    write_video(tmp_path / "wall.mp4", [empty(n, SMALL) for n in range(40)])
    scorer = connect(access(folder))
    assert scorer.score(tmp_path / "wall.mp4", folder / "voice.flac", WHOLE) is None
    assert scorer.score(folder / "head.mp4", folder / "voice.flac", (SpokenSpan(0.5, 0.9),)) is None


def test_models_that_are_none_are_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded):
        connect(access(folder, model=str(tmp_path / "none.onnx")))
    with pytest.raises(InvalidInput):
        connect(access(folder, seconds="0"))
    with pytest.raises(ProviderFailed, match="SyncNet"):
        connect(access(folder, model=str(mouth_model(tmp_path / "mouth.onnx"))))


def test_cepstra_have_a_column_for_every_ten_milliseconds_and_the_energy_first() -> None:
    at = np.arange(8000) / 16_000
    quiet = mfcc((800 * np.sin(2 * np.pi * 300 * at)).astype(np.int16))
    loud = mfcc((8000 * np.sin(2 * np.pi * 300 * at)).astype(np.int16))
    assert quiet.shape == (13, 49)
    # Ten times the amplitude is a hundred times the energy; the shape of the spectrum stays.
    assert np.allclose(loud[0] - quiet[0], np.log(100), atol=0.01)
    assert np.allclose(loud[1:, 2:-2], quiet[1:, 2:-2], atol=0.5)
    assert mfcc(np.zeros(100, np.int16)).shape == (13, 1)
