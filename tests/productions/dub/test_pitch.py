"""How high voices are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.productions.dub.document import Segment, Speaker
from reelwright.productions.dub.pitch import RATE, median_pitch, pitches
from reelwright.productions.dub.speaker_traits import speaker_pitches, with_pitches
from tests.sounds import write_wav


def hum(hertz: float, seconds: float, rate: int) -> np.ndarray:
    """A voice-like sound: harmonics that grow weaker."""
    at = np.arange(round(seconds * rate)) / rate
    return (0.2 * sum(np.sin(2 * np.pi * hertz * k * at) / k for k in range(1, 12))).astype(np.float32)


@pytest.mark.parametrize("hertz", [75, 110, 165, 220, 330])
def test_the_fundamental_is_found_within_a_hundredth(hertz: float) -> None:
    noise = np.random.default_rng(1).standard_normal(2 * RATE).astype(np.float32) * 0.01
    assert median_pitch(pitches(hum(hertz, 2, RATE) + noise)) == pytest.approx(hertz, rel=0.01)


def test_noise_and_silence_have_none() -> None:
    noise = np.random.default_rng(1).standard_normal(2 * RATE).astype(np.float32) * 0.1
    assert median_pitch(pitches(noise)) == 0
    assert median_pitch(pitches(np.zeros(RATE, np.float32))) == 0
    assert median_pitch(pitches(np.zeros(5, np.float32))) == 0


def test_each_speaker_has_the_pitch_of_their_own_segments(tmp_path: Path) -> None:
    whole = np.concatenate([hum(110, 2, 48_000), hum(230, 2, 48_000), hum(112, 1, 48_000)])
    path = write_wav(tmp_path / "talk.wav", np.stack([whole, whole], 1))
    segments = (
        Segment("s1", "A", 0, 2000, "x"), Segment("s2", "B", 2000, 4000, "y"), Segment("s3", "A", 4000, 5000, "z"),
        Segment("s4", "C", 4990, 5000, "short"),
    )  # fmt: skip
    found = speaker_pitches(path, segments)
    assert found["A"] == pytest.approx(110, rel=0.02)
    assert found["B"] == pytest.approx(230, rel=0.02)
    assert found["C"] == 0
    known = with_pitches((Speaker("A"), Speaker("B", pitch_hz=99.0), Speaker("D")), found)
    assert [each.pitch_hz for each in known] == [found["A"], 99.0, 0]
