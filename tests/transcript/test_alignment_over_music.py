"""Words of a known text are found over music, noise and hum nearly as well as without: by numbers, on speech whose times are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.media.mono_read import mono_sound
from reelwright.providers.speech import SpeechRequest, SpeechSynthesis
from reelwright.transcript.alignment import Reading, Recording
from reelwright.transcript.long_alignment import align_recording
from reelwright.transcript.words import Word
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.vendors.local_speech.flite import FliteSpeech
from reelwright.vendors.local_speech.installed import has_flite

RATE = 16_000
MEDIA = Path(__file__).parents[1] / "media_files"
SENTENCES = (
    "The river rises in the hills and runs down to the sea.", "Nobody has counted the boats that pass in a year.",
    "In winter the ice is thick enough to walk on.", "Children learn to swim before they learn to read.",
    "An old bridge of stone still carries the road.", "Fishermen mend their nets in the evening light.",
)  # fmt: skip
SAID = "And so, my fellow Americans, ask not what your"


def spoken(voice: str, *, slow: float = 1.0, pauses: tuple[float, float] = (0.2, 0.2)) -> Reading:
    """The sentences by a voice, with pauses between them and before the first, at 16 kHz."""
    chance = np.random.default_rng(7)
    engine: SpeechSynthesis = FliteSpeech() if voice.startswith("flite") else EspeakSpeech()
    parts, words, at = [np.zeros(RATE // 2, np.float32)], [], 0.5
    for text in SENTENCES:
        speech = engine.speak(SpeechRequest(text, voice, "en", slow))
        times = np.arange(round(speech.duration * RATE)) * speech.rate / RATE
        sound = np.interp(times, np.arange(len(speech.samples())), speech.samples()).astype(np.float32)
        words += [word.shifted(at) for word in speech.words]
        parts += [sound, np.zeros(round(float(chance.uniform(*pauses)) * RATE), np.float32)]
        at = sum(len(part) for part in parts) / RATE
    return Reading(Recording(np.concatenate(parts), RATE), words)


def bed(kind: str, count: int) -> np.ndarray:
    """What goes on beneath: pop-like music with bass, chords, a tune and drums; noise like rain; a machine's hum."""
    at, chance = np.arange(count) / RATE, np.random.default_rng(3)
    if kind == "noise":
        spectrum = np.fft.rfft(chance.normal(size=count))
        return np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), count)
    if kind == "hum":
        return np.sum([np.sin(2 * np.pi * 50 * number * at) / number for number in range(1, 12)], axis=0)
    root = np.array([220.0, 174.6, 261.6, 196.0])[(at // 2).astype(int) % 4]
    chords = sum(np.sin(np.cumsum(2 * np.pi * root * ratio / RATE)) for ratio in (0.5, 1, 1.25, 1.5))
    notes = root * 2 * np.array([1, 1.25, 1.5, 2, 1.5, 1.25])[(at / 0.3).astype(int) % 6]
    tune = sum(np.sin(np.cumsum(2 * np.pi * notes * number / RATE)) / number for number in range(1, 6))
    drums = chance.normal(size=count) * np.exp(-(at % 0.5) * 30) * 3
    return chords + 0.7 * tune * np.exp(-(at % 0.3) * 4) + drums


def over(sound: np.ndarray, kind: str, below_db: float) -> np.ndarray:
    """The speech with the bed so far below it; speech is what is louder than a fiftieth of its peak."""
    beneath = bed(kind, len(sound))
    speech = np.sqrt(np.mean(sound[np.abs(sound) > 0.02 * np.abs(sound).max()] ** 2))
    return (sound + beneath / np.sqrt(np.mean(beneath**2)) * speech * 10 ** (-below_db / 20)).astype(np.float32)


def errors(found: list[Word], true: list[Word]) -> np.ndarray:
    assert [word.text for word in found] == [word.text for word in true]
    return np.array([abs(ours.start - own.start) for ours, own in zip(found, true, strict=True)])


VOICES = [
    pytest.param("espeak:en-gb+m3", ("flite:slt", "flite:rms"), id="espeak-by-flite"),
    pytest.param("flite:rms", ("espeak:en-us+f2", "espeak:en-us+m1"), id="flite-by-espeak"),
]


@pytest.mark.skipif(not has_flite(), reason="flite is not installed")
@pytest.mark.parametrize(("voice", "readers"), VOICES)
def test_another_engines_words_are_found_over_what_goes_on_beneath(voice: str, readers: tuple[str, ...]) -> None:
    target, known = spoken(voice, slow=0.9, pauses=(0.25, 1.2)), [spoken(reader) for reader in readers]
    for kind, below_db, median, most in [
        ("nothing", 100, 0.03, 0.1), ("music", 12, 0.04, 0.2), ("noise", 12, 0.04, 0.2), ("hum", 6, 0.04, 0.2),
    ]:  # fmt: skip
        sound = over(target.recording.samples, "hum" if kind == "nothing" else kind, below_db)
        placed = align_recording(known, Recording(sound, RATE))
        found = errors(placed, list(target.words))
        ends = np.array([abs(ours.end - own.end) for ours, own in zip(placed, target.words, strict=True)])
        assert np.median(found) < median, kind
        assert np.quantile(found, 0.95) < most, kind
        assert np.median(ends) < median + 0.02, kind
        assert np.quantile(ends, 0.95) < most + 0.05, kind


@pytest.mark.parametrize("kind", ["music", "noise", "hum"])
def test_a_real_voice_is_found_over_music_where_it_is_found_without(kind: str) -> None:
    with mono_sound(MEDIA / "speech.flac") as mono:
        sound = mono.floats()
    engine = EspeakSpeech()
    known = []
    for voice in ("espeak:en-us+f2", "espeak:en-us+m1"):
        speech = engine.speak(SpeechRequest(SAID, voice, "en"))
        known.append(Reading(Recording(speech.samples(), speech.rate), speech.words))
    alone = align_recording(known, Recording(sound, RATE))
    found = errors(align_recording(known, Recording(over(sound, kind, 12), RATE)), alone)
    assert np.median(found) < 0.04
    assert np.quantile(found, 0.95) < 0.15
