import numpy as np
from numpy.typing import NDArray

from reelwright.transcript import Word
from reelwright.transcript.alignment import Reading, Recording, align_words

RATE = 16_000
VOWELS = [(300, 2300), (700, 1200), (350, 800), (500, 1800), (600, 1000), (400, 2000), (650, 1700), (320, 1000)]


def voice(
    pitch: float, lengths: list[float], gaps: list[float], rate: int = RATE
) -> tuple[NDArray[np.float32], list[float]]:
    """A buzz through two resonances for each "word", with silences before them; and when each begins."""
    pieces: list[NDArray[np.float64]] = []
    starts: list[float] = []
    now = 0.0
    for (low, high), length, gap in zip(VOWELS, lengths, gaps, strict=True):
        pieces.append(np.zeros(round(gap * rate)))
        now += gap
        starts.append(now)
        times = np.arange(round(length * rate)) / rate
        word = np.zeros(len(times))
        for harmonic in range(1, int(4000 / pitch)):
            hertz = harmonic * pitch
            strength = 1 / (1 + ((hertz - low) / 120) ** 2) + 0.6 / (1 + ((hertz - high) / 160) ** 2)
            word += strength * np.sin(2 * np.pi * hertz * times)
        pieces.append(word * np.minimum(1, np.minimum(times, times[::-1]) / 0.01))
        now += length
    sound = np.concatenate(pieces)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32), starts


LENGTHS = [0.3, 0.25, 0.4, 0.3, 0.5, 0.2, 0.35, 0.3]
SLOWER = [0.4, 0.3, 0.45, 0.45, 0.6, 0.3, 0.4, 0.5]
GAPS = [0.2, 0, 0, 0.4, 0, 0, 0, 0]
OTHER_GAPS = [0.9, 0, 0, 0, 0, 0.6, 0, 0]


def reading(rate: int = RATE) -> Reading:
    samples, starts = voice(120, LENGTHS, GAPS, rate)
    words = [
        Word(f"w{n}", start, start + length) for n, (start, length) in enumerate(zip(starts, LENGTHS, strict=True))
    ]
    return Reading(Recording(samples, rate), words)


def test_words_are_found_in_another_voice_at_another_pace_with_other_pauses_and_another_rate():
    target, starts = voice(170, SLOWER, OTHER_GAPS)
    found = align_words([reading(22_050)], Recording(target, RATE))
    assert [word.text for word in found] == [f"w{n}" for n in range(8)]
    assert max(abs(word.start - start) for word, start in zip(found, starts, strict=True)) < 0.05
    assert 0.03 > found[4].end - (starts[4] + SLOWER[4]) > -0.03  # the pause after it is not its own


def test_a_recording_aligned_to_itself_keeps_its_times():
    same = reading()
    found = align_words([same], same.recording)
    assert max(abs(a.start - b.start) for a, b in zip(found, same.words, strict=True)) < 0.025


def test_the_reading_that_sounds_most_alike_is_used():
    noise = np.random.default_rng(1).normal(0, 0.1, 3 * RATE).astype(np.float32)
    unlike = Reading(Recording(noise, RATE), [Word("unlike", 0.0, 3.0)])
    target, _ = voice(170, SLOWER, OTHER_GAPS)
    assert len(align_words([unlike, reading()], Recording(target, RATE))) == 8
    assert len(align_words([reading(), unlike], Recording(target, RATE))) == 8


def test_times_are_in_order_and_inside_even_when_nothing_fits():
    noise = np.random.default_rng(2).normal(0, 0.1, RATE // 2).astype(np.float32)
    found = align_words([reading()], Recording(noise, RATE))
    edges = [edge for word in found for edge in (word.start, word.end)]
    assert len(found) == 8
    assert edges == sorted(edges)
    assert 0 <= edges[0] <= edges[-1] <= 0.5


def test_silence_and_missing_readings_give_no_words():
    silence = Recording(np.zeros(RATE, dtype=np.float32), RATE)
    assert align_words([reading()], silence) == []
    assert align_words([], reading().recording) == []
    assert align_words([Reading(silence, [Word("a", 0, 1)])], reading().recording) == []
