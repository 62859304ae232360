"""Speech made faster or slower: exact in length, the same each time, its pitch kept."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.media.time_stretch import stretched
from reelwright.units.time import SAMPLE_RATE


@pytest.mark.parametrize("speed", [0.8, 0.92, 1.0, 1.07, 1.15, 1.35])
@pytest.mark.parametrize("seconds", [0.2, 1.0, 4.0])
def test_the_length_is_exact_the_pitch_stays_and_it_repeats(speed: float, seconds: float) -> None:
    count = round(seconds * SAMPLE_RATE)
    tone = (np.sin(np.arange(count) * 2 * np.pi * 220 / SAMPLE_RATE) * 0.5).astype(np.float32)
    heard = stretched(tone, speed)
    assert len(heard) == round(count / speed)
    assert np.array_equal(heard, stretched(tone, speed))
    middle = heard[len(heard) // 4 : len(heard) * 3 // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), SAMPLE_RATE))
    assert abs(int(np.argmax(spectrum)) - 220) <= 3
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.15)


def test_nothing_stays_nothing() -> None:
    assert len(stretched(np.zeros(0, np.float32), 1.1)) == 0
