from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reelwright.transcript import Word
from reelwright.transcript.sound_activity import active_frames, fit_to_sound, sounding_span

RATE = 20_000


def tone(*parts: tuple[float, float], noise: float = 0.0) -> np.ndarray:
    """``(seconds, level)`` one after another."""
    levels = np.concatenate([np.full(round(seconds * RATE), level) for seconds, level in parts])
    hiss = np.random.default_rng(0).normal(0, 1, len(levels)) * noise
    return (levels * np.sin(2 * np.pi * 400 * np.arange(len(levels)) / RATE) + hiss).astype(np.float32)


def test_the_span_is_found_to_five_milliseconds():
    first, last = sounding_span(tone((0.3, 0), (0.5, 0.4), (0.2, 0)), RATE)
    assert abs(first / RATE - 0.3) <= 0.005
    assert abs(last / RATE - 0.8) <= 0.005


def test_steady_noise_is_silence_and_a_weak_consonant_is_not():
    assert np.allclose(
        np.array(sounding_span(tone((0.3, 0), (0.5, 0.4), (0.2, 0), noise=0.002), RATE)) / RATE, (0.3, 0.8), atol=0.011
    )
    active = active_frames(tone((0.2, 0.5), (0.1, 0.01), (0.2, 0)), RATE)
    assert active[:60].all()
    assert not active[60:].any()


def test_silence_and_nothing_have_no_span():
    assert sounding_span(np.zeros(1000, dtype=np.float32), RATE) == (0, 0)
    assert sounding_span(np.zeros(0, dtype=np.float32), RATE) == (0, 0)


def test_a_pause_between_two_words_is_taken_out_of_both():
    sound = tone((0.4, 0.5), (0.3, 0), (0.5, 0.5))
    for meeting in (0.39, 0.5, 0.7, 0.715):
        first, second = fit_to_sound([Word("a", 0, meeting), Word("b", meeting, 1.2)], sound, RATE)
        assert abs(first.end - 0.42) < 0.006
        assert abs(second.start - 0.7) < 0.006


def test_a_silence_inside_a_word_stays_and_rough_times_reach_further():
    sound = tone((0.4, 0.5), (0.15, 0), (0.65, 0.5))
    words = [Word("a", 0, 0.65), Word("b", 0.65, 1.2)]
    assert fit_to_sound(words, sound, RATE) == words
    rough = fit_to_sound(words, sound, RATE, slack_s=0.12)
    assert abs(rough[0].end - 0.42) < 0.006
    assert abs(rough[1].start - 0.55) < 0.006


def test_the_last_word_ends_with_the_sound():
    (word,) = fit_to_sound([Word("a", 0, 1.0)], tone((0.4, 0.5), (0.6, 0)), RATE)
    assert abs(word.end - 0.42) < 0.006


@given(st.lists(st.floats(0, 1.2), max_size=8), st.sampled_from([0.02, 0.12, 0.3]))
def test_words_stay_in_order_without_overlap(edges: list[float], slack: float):
    places = [0.0, *sorted(edges), 1.2]
    words = [Word(str(n), start, end) for n, (start, end) in enumerate(pairwise(places))]
    fitted = fit_to_sound(words, tone((0.3, 0.5), (0.2, 0), (0.1, 0.5), (0.1, 0), (0.5, 0.5)), RATE, slack_s=slack)
    times = [edge for word in fitted for edge in (word.start, word.end)]
    assert [word.text for word in fitted] == [word.text for word in words]
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] <= 1.2
