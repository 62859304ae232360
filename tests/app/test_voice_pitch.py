"""Local voices are heard once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.app.voice_pitch import voice_pitches
from reelwright.errors import ProviderFailed
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, SpeechSynthesis, Voice
from reelwright.vendors.local_speech.espeak import EspeakSpeech

FEMALE = Voice("espeak:es+f3", "", "es", "female", "espeak")
MALE = Voice("espeak:es", "", "es", "male", "espeak")


class Counting(EspeakSpeech):
    calls = 0
    is_offline = True
    fails = False

    @property
    def abilities(self) -> SpeechAbilities:
        return replace(super().abilities, offline=self.is_offline)

    def speak(self, request: SpeechRequest) -> Speech:
        self.calls += 1
        if self.fails:
            raise ProviderFailed("no")
        return super().speak(request)


def test_a_voice_is_heard_once_and_known_from_then_on(tmp_path: Path) -> None:
    engine = Counting()

    def speaker(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        return engine, wish

    first = voice_pitches(speaker, tmp_path)
    assert 180 < first("es", FEMALE) < 250
    assert 80 < first("es", MALE) < 125
    assert voice_pitches(speaker, tmp_path)("es", FEMALE) == pytest.approx(first("es", FEMALE))
    assert engine.calls == 2


def test_voices_that_cost_are_not_heard_and_broken_ones_are_let_be(tmp_path: Path) -> None:
    hosted, broken = Counting(), Counting()
    hosted.is_offline, broken.fails = False, True
    assert voice_pitches(lambda language, wish: (hosted, wish), tmp_path)("es", MALE) == 0
    assert hosted.calls == 0
    assert voice_pitches(lambda language, wish: (broken, wish), tmp_path)("es", MALE) == 0
