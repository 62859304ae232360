"""Samples: a minute of one person is taken and levelled; silence, noise, music and two people are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.audio_write import write_sound
from reelwright.media.loudness import measure
from reelwright.media.mono_read import mono_sound
from reelwright.productions.voices.sample import MOST_SECONDS, SampleFacts, prepared_sample, sample_facts
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speakers.diarizer import LocalSpeakers
from tests.vendors.local_speakers.conversation import conversation

SPEECH = Path(__file__).parents[2] / "media_files" / "speech.flac"
WOMAN, MAN = "espeak:en-us+Annie", "espeak:en-us+m3"


def checked(source: Path, folder: Path) -> SampleFacts:
    return prepared_sample(source, folder / "sample.wav", [LocalSpeakers()])


def recorded(samples: np.ndarray, path: Path) -> Path:
    write_sound([np.stack([samples, samples], 1).astype(np.float32)], path, AudioSettings("flac", None, 16), alone=True)
    return path


def looped(path: Path, times: int, change: float = 1.0) -> Path:
    """A real recording again and again."""
    with mono_sound(SPEECH, SAMPLE_RATE) as sound:
        return recorded(np.tile(sound.floats(), times) * change, path)


def level(path: Path) -> tuple[float, float]:
    with mono_sound(path, SAMPLE_RATE) as sound:
        both = np.stack([sound.floats(), sound.floats()], 1)
    return measure([both]).integrated, float(np.abs(both).max())


@pytest.mark.parametrize("change", [0.03, 0.8])
def test_a_real_voice_is_taken_and_brought_to_one_level(tmp_path: Path, change: float) -> None:
    facts = checked(looped(tmp_path / "talk.flac", 4, change), tmp_path)
    assert facts.speakers == 1
    assert facts.notes == ()
    assert 8 < facts.speech <= facts.seconds <= 24.5
    assert facts.noise_db > 25
    loudness, peak = level(tmp_path / "sample.wav")
    assert loudness == pytest.approx(-20, abs=1.5)
    assert peak <= 0.71
    assert sample_facts(facts.tree()) == facts


def test_of_a_long_recording_the_part_with_most_speech_is_taken(tmp_path: Path) -> None:
    with mono_sound(SPEECH, SAMPLE_RATE) as sound:
        spoken = sound.floats()
    quiet = np.zeros(50 * SAMPLE_RATE, np.float32)
    whole = np.concatenate([spoken, quiet, np.tile(spoken, 16), quiet, spoken])
    facts = checked(recorded(whole, tmp_path / "long.flac"), tmp_path)
    assert facts.seconds == pytest.approx(MOST_SECONDS, abs=0.1)
    assert facts.speech > 40
    assert any("most is spoken" in note for note in facts.notes)
    assert (tmp_path / "sample.wav").stat().st_size < 10_000_000


def test_one_synthetic_voice_is_one_person_and_two_are_two(tmp_path: Path) -> None:
    conversation(tmp_path / "one.flac", [MAN], 8)
    assert checked(tmp_path / "one.flac", tmp_path).speakers == 1
    conversation(tmp_path / "two.flac", [WOMAN, MAN], 6)
    with pytest.raises(MediaUnusable, match="2 people"):
        checked(tmp_path / "two.flac", tmp_path)


def test_some_noise_is_noted_and_much_is_refused(tmp_path: Path) -> None:
    conversation(tmp_path / "some.flac", [WOMAN], 6, noise=0.01)
    assert any("noise" in note for note in checked(tmp_path / "some.flac", tmp_path).notes)
    conversation(tmp_path / "much.flac", [WOMAN], 6, noise=0.1)
    with pytest.raises(MediaUnusable, match="drowned"):
        checked(tmp_path / "much.flac", tmp_path)


def test_what_is_no_sample_is_refused_with_a_reason(tmp_path: Path) -> None:
    at = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    beat = np.exp(-2 * (at % 0.5)) * np.sin(2 * np.pi * 220 * at) * 0.3
    for name, samples, reason in (
        ("music", beat, "hardly anybody speaks|drowned"),
        ("silence", np.zeros(20 * SAMPLE_RATE), "silent|hardly"),
    ):
        with pytest.raises(MediaUnusable, match=reason):
            checked(recorded(samples, tmp_path / f"{name}.flac"), tmp_path)
    with pytest.raises(MediaUnusable, match="10 are the least"):
        checked(SPEECH, tmp_path)
    loud = checked(looped(tmp_path / "loud.flac", 4, 30.0), tmp_path)
    assert any("overdriven" in note for note in loud.notes)
