"""Providers without a vendor: a voice that hums and counts, and music that is a quiet tone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from reelwright.providers.music import Music, MusicRequest
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import spoken_units

_RATE = 16_000
_WORD_SECONDS = 0.1


@dataclass
class HummingVoice:
    """Says every word as a tenth of a second of tone. ``asked`` has every text it was asked for."""

    version: str = "1"
    asked: list[str] = field(default_factory=list)
    before_each: Callable[[int], None] = lambda count: None

    @property
    def abilities(self) -> SpeechAbilities:
        return SpeechAbilities("humming", self.version, ("en",), word_times=True, offline=True, sample_rate=_RATE)

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("humming:a", "A", "en", "neutral", "humming"),)

    def speak(self, request: SpeechRequest) -> Speech:
        self.before_each(len(self.asked))
        self.asked.append(request.text)
        units = spoken_units(request.text)
        times = np.arange(int(len(units) * _WORD_SECONDS * _RATE)) / _RATE
        pcm = (np.sin(2 * np.pi * 220 * times) * 8000).astype("<i2").tobytes()
        words = tuple(Word(unit, n * _WORD_SECONDS, (n + 1) * _WORD_SECONDS) for n, unit in enumerate(units))
        return Speech(pcm, _RATE, words, exact_times=True)


class QuietTone:
    name = "tone"
    version = "1"

    def compose(self, request: MusicRequest) -> Music:
        times = np.arange(round(request.seconds * 48_000)) / 48_000
        tone = (np.sin(2 * np.pi * 110 * times) * 0.05).astype(np.float32)
        return Music(np.stack([tone, tone], axis=1), 48_000, 60.0, "A minor")
