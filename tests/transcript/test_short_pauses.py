import numpy as np

from reelwright.transcript.short_pauses import with_short_pauses

RATE = 20_000


def sound(*parts: tuple[float, float]) -> np.ndarray:
    levels = np.concatenate([np.full(round(seconds * RATE), level) for seconds, level in parts])
    return (levels * np.sin(2 * np.pi * 400 * np.arange(len(levels)) / RATE)).astype(np.float32)


def test_long_pauses_are_cut_to_sixty_milliseconds_and_the_ends_are_trimmed():
    short = with_short_pauses(sound((0.5, 0), (0.4, 0.5), (0.8, 0), (0.3, 0.5), (0.2, 0)), RATE)
    assert abs(len(short.samples) / RATE - (0.4 + 0.06 + 0.3)) < 0.012


def test_times_go_to_the_original_and_back():
    short = with_short_pauses(sound((0.5, 0), (0.4, 0.5), (0.8, 0), (0.3, 0.5), (0.2, 0)), RATE)
    times = np.array([0.5, 0.7, 0.89, 1.71, 1.9, 2.0])
    assert np.allclose(short.in_original(short.in_short(times)), times, atol=1e-9)
    assert np.allclose(short.in_short(np.array([0.7, 1.9])), [0.2, 0.66], atol=0.012)


def test_a_short_pause_stays():
    whole = sound((0.4, 0.5), (0.08, 0), (0.4, 0.5))
    assert np.array_equal(with_short_pauses(whole, RATE).samples, whole)


def test_silence_leaves_nothing():
    assert len(with_short_pauses(np.zeros(RATE, dtype=np.float32), RATE).samples) == 0
    assert len(with_short_pauses(np.zeros(0, dtype=np.float32), RATE).samples) == 0
