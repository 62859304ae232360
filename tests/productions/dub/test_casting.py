"""Who speaks for whom."""

from __future__ import annotations

import pytest

from reelwright.productions.dub.casting import cast_speakers, pitch_shift
from reelwright.productions.dub.document import Speaker
from reelwright.providers.speech import Voice

VOICES = [
    Voice("low", "", "es", "male", "espeak"), Voice("high", "", "es", "female", "espeak"),
    Voice("mid", "", "es", "female", "espeak"), Voice("less low", "", "es", "male", "espeak"),
    Voice("far", "", "es-419", "female", "espeak"),
]  # fmt: skip
PITCHES = {"low": 95.0, "high": 222.0, "mid": 195.0, "less low": 120.0, "far": 185.0}


def cast(*speakers: Speaker, **wishes: str) -> list[str]:
    found = cast_speakers(speakers, "es", VOICES, wishes, lambda voice: PITCHES[voice.id])
    return [each.voices["es"] for each in found]


def test_the_nearest_voice_of_the_same_gender_is_taken() -> None:
    assert cast(Speaker("A", pitch_hz=190), Speaker("B", pitch_hz=125)) == ["mid", "less low"]
    assert cast(Speaker("A", pitch_hz=230), Speaker("B", pitch_hz=90)) == ["high", "low"]


def test_a_gender_that_was_told_stands_against_the_pitch() -> None:
    assert cast(Speaker("A", gender="male", pitch_hz=180)) == ["less low"]


def test_whoever_speaks_later_takes_another_voice() -> None:
    assert cast(Speaker("A", pitch_hz=190), Speaker("B", pitch_hz=190)) == ["mid", "high"]


def test_without_a_pitch_the_first_voice_is_taken_and_wishes_stand() -> None:
    assert cast(Speaker("A", gender="female")) == ["high"]
    assert cast(Speaker("A", pitch_hz=190), A="low") == ["low"]
    silent = cast_speakers([Speaker("A", pitch_hz=190)], "es", VOICES, {})
    assert silent[0].voices["es"] == "high"


@pytest.mark.parametrize(
    ("speaker", "voice", "shift"),
    [
        (200, 200, 0),
        (210, 200, 0),
        (224.5, 200, 2),
        (178.2, 200, -2),
        (280, 200, 4),
        (150, 200, -4),
        (100, 200, 0),
        (0, 200, 0),
        (200, 0, 0),
    ],
)
def test_a_voice_is_brought_nearer_by_four_semitones_at_most(speaker: float, voice: float, shift: float) -> None:
    assert pitch_shift(speaker, voice) == shift
