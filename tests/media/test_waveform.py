"""The outline of a sound is that of its exact samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.waveform import drawn, waveform_of
from tests.coded_video import write_coded
from tests.sounds import RATE, tone, write_wav


def test_each_pixel_has_the_extremes_of_its_own_samples(tmp_path: Path) -> None:
    """Two single samples, at the last of one pixel and the first of the next."""
    samples = np.zeros((48_000, 2), np.float32)
    samples[4799, 0], samples[4800, 1] = 0.5, -0.25
    wave = waveform_of(write_wav(tmp_path / "a.wav", samples), 10)
    assert wave.samples == 48_000
    assert wave.high == pytest.approx([0.5, *[0] * 9], abs=1e-4)
    assert wave.low == pytest.approx([0, -0.25, *[0] * 8], abs=1e-4)
    assert wave.rms[:2] == pytest.approx([(0.5**2 / 2 / 4800) ** 0.5, (0.25**2 / 2 / 4800) ** 0.5], rel=1e-3)


@pytest.mark.parametrize("pixels", [1, 7, 333, 1200])
def test_it_is_what_a_straight_reading_gives(pixels: int, tmp_path: Path) -> None:
    noise = np.random.default_rng(2).uniform(-1, 1, (70_001, 2)).astype(np.float32) * np.linspace(0, 1, 70_001)[:, None]
    stored = np.round(noise * 32767) / 32768
    wave = waveform_of(write_wav(tmp_path / "a.wav", noise), pixels)
    edges = [index * 70_001 // pixels for index in range(pixels + 1)]
    parts = [stored[left:right] for left, right in zip(edges, edges[1:], strict=False)]
    assert wave.low == pytest.approx([part.min() for part in parts], abs=1e-4)
    assert wave.high == pytest.approx([part.max() for part in parts], abs=1e-4)
    assert wave.rms == pytest.approx([(part**2).mean() ** 0.5 for part in parts], abs=1e-4)


def test_a_long_sound_is_read_in_parts(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", np.concatenate([tone(30, 0.2), tone(30, 0.6)]))
    wave = waveform_of(path, 6)
    assert wave.high == pytest.approx([0.2] * 3 + [0.6] * 3, abs=1e-3)
    assert wave.rms == pytest.approx([0.2 / 2**0.5] * 3 + [0.6 / 2**0.5] * 3, abs=1e-3)


def test_more_pixels_than_samples(tmp_path: Path) -> None:
    wave = waveform_of(write_wav(tmp_path / "a.wav", np.full((5, 2), 0.5, np.float32)), 20)
    assert wave.high == pytest.approx([0.5] * 20, abs=1e-3)


def test_the_picture_stands_for_the_levels(tmp_path: Path) -> None:
    """0.75 of full scale on 200 rows: 25 empty ones above; the mean level in full, the rest paler; silence is a thin line."""
    square = np.sign(tone(1.0, 1.0)) * 0.75
    square[RATE // 2 :] = 0
    picture = drawn(waveform_of(write_wav(tmp_path / "a.wav", square.astype(np.float32)), 100), 200, (10, 20, 30))
    assert picture.shape == (200, 100, 4)
    assert (picture[..., :3] == (10, 20, 30)).all()
    loud, quiet = picture[:, 20, 3], picture[:, 80, 3]
    assert np.count_nonzero(loud > 10) == pytest.approx(150, abs=2)
    assert loud[:24].max() == loud[176:].max() == 0
    assert loud[100] == 255
    assert np.count_nonzero(quiet) == 2
    sine = drawn(waveform_of(write_wav(tmp_path / "b.wav", tone(1.0, 0.8)), 50), 200, (0, 0, 0))[:, 25, 3]
    assert set(np.unique(sine)) >= {0, 140, 255}
    assert np.count_nonzero(sine == 255) == pytest.approx(0.8 / 2**0.5 * 200, abs=3)


def test_numbers_for_other_programs(tmp_path: Path) -> None:
    row = waveform_of(write_wav(tmp_path / "a.wav", tone(1.5, 0.3)), 30).as_json()
    assert (row["seconds"], row["samples"], row["pixels"], len(row["rms"])) == (1.5, 72_000, 30, 30)
    assert max(row["high"]) == pytest.approx(0.3, abs=0.001)


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    from fractions import Fraction

    with pytest.raises(MediaUnusable, match="no sound"):
        waveform_of(write_coded(tmp_path / "a.mp4", Fraction(30), 3), 10)
