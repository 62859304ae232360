"""A recording of minutes is aligned as well as one of seconds."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.providers.speech import SpeechRequest
from reelwright.transcript.alignment import Reading, Recording
from reelwright.transcript.long_alignment import align_recording
from reelwright.transcript.words import Word
from reelwright.vendors.local_speech.espeak import EspeakSpeech

_SENTENCES = (
    "The river rises in the hills and runs down to the sea.", "Nobody has counted the boats that pass in a year.",
    "In winter the ice is thick enough to walk on.", "Children learn to swim before they learn to read.",
    "An old bridge of stone still carries the road.", "Fishermen mend their nets in the evening light.",
    "Once a flood took away half of the market.", "They built it again, a little higher up.",
)  # fmt: skip


def _read(voice: str, speed: float, count: int) -> Reading:
    chance = np.random.default_rng(count)
    parts: list[np.ndarray] = []
    words: list[Word] = []
    at, rate = 0.0, 22_050
    for number in range(count):
        text = _SENTENCES[int(chance.integers(len(_SENTENCES)))].replace("The", f"Number {number}, the")
        speech = EspeakSpeech().speak(SpeechRequest(text, voice, "en", speed))
        words += [word.shifted(at) for word in speech.words]
        parts += [speech.samples(), np.zeros(round((0.3 if speed == 1 else 0.9) * rate), np.float32)]
        at = sum(len(part) for part in parts) / rate
    return Reading(Recording(np.concatenate(parts), rate), words)


@pytest.mark.slow
def test_words_of_minutes_are_found() -> None:
    spoken = _read("espeak:en-gb+m3", 0.85, 60)
    known = _read("espeak:en-us+f2", 1.0, 60)
    assert len(spoken.recording.samples) / spoken.recording.rate > 200
    found = align_recording([known], spoken.recording)
    assert [word.text for word in found] == [word.text for word in spoken.words]
    errors = np.array([abs(ours.start - true.start) for ours, true in zip(found, spoken.words, strict=True)])
    assert np.median(errors) < 0.08
    assert np.quantile(errors, 0.95) < 0.5
    assert all(first.start <= second.start for first, second in zip(found, found[1:], strict=False))


def test_no_sound_gives_no_words() -> None:
    quiet = Recording(np.zeros(200 * 8000, np.float32), 8000)
    assert align_recording([Reading(quiet, [Word("a", 0, 1)])], quiet) == []
