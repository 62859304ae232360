"""Sound that lasts longer in places: the rest is what it was, to the sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.media.paced_sound import paced_sound
from tests.sounds import RATE, tone, write_wav


def _made(folder: Path, spans: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    path = write_wav(folder / "tone.wav", np.concatenate([tone(1.0), tone(1.0, hertz=330.0), tone(1.0, level=0.2)]))
    whole = np.concatenate([*paced_sound(path, (), 3 * RATE)])
    return whole, np.concatenate([*paced_sound(path, spans, 3 * RATE)])


def test_what_is_not_slowed_is_passed_through(tmp_path: Path) -> None:
    added = 4800
    whole, paced = _made(tmp_path, [(RATE, 2 * RATE, added)])
    assert len(paced) == 3 * RATE + added
    assert np.array_equal(paced[:RATE], whole[:RATE])
    assert np.array_equal(paced[2 * RATE + added :], whole[2 * RATE :])


def test_a_slowed_span_keeps_its_pitch_and_does_not_click(tmp_path: Path) -> None:
    whole, paced = _made(tmp_path, [(RATE, 2 * RATE, 4800)])
    middle = paced[RATE + 4800 : RATE + 4800 + RATE // 2, 0]
    loudest = np.argmax(np.abs(np.fft.rfft(middle * np.hanning(len(middle)), RATE)))
    assert abs(int(loudest) - 330) <= 3
    assert np.abs(np.diff(paced[RATE - 480 : 2 * RATE + 4800 + 480, 0])).max() < 2 * np.abs(np.diff(whole[:, 0])).max()
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.1 / np.sqrt(2), rel=0.15)


def test_without_spans_nothing_changes(tmp_path: Path) -> None:
    whole, paced = _made(tmp_path, [])
    assert np.array_equal(whole, paced)
