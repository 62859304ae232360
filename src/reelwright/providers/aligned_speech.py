"""Speech with word times from an engine that tells none: the known text is aligned with another voice's reading of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.speech import KnowsVoices, Speech, SpeechAbilities, SpeechRequest, SpeechSynthesis, Voice
from reelwright.transcript import Word

_REVISION = "aligned-2"
_LONGEST_S = 120.0
"""Beyond, the search takes too much memory; callers speak sentence by sentence."""

References = Callable[[str], Sequence[tuple[SpeechSynthesis, str]]]
"""Providers with exact times, and a voice of each, for a language; a woman's and a man's voice make a good pair."""


@dataclass(frozen=True)
class AlignedSpeech:
    """``SpeechSynthesis`` around another. Times that are exact pass as they are; others stay estimates where no reference
    speaks the language."""

    inner: SpeechSynthesis
    references: References

    @property
    def abilities(self) -> SpeechAbilities:
        own = self.inner.abilities
        return replace(own, version=f"{own.version} {_REVISION}", word_times=True)

    @property
    def usual(self) -> tuple[Voice, ...]:
        return self.inner.usual if isinstance(self.inner, KnowsVoices) else self.inner.voices()

    def voices(self) -> tuple[Voice, ...]:
        return self.inner.voices()

    def speak(self, request: SpeechRequest) -> Speech:
        speech = self.inner.speak(request)
        if speech.exact_times or len(speech.words) < 2 or speech.duration > _LONGEST_S:
            return speech
        times = self._aligned(request, speech)
        if len(times) != len(speech.words):
            return speech
        words = tuple(Word(own.text, time.start, time.end) for own, time in zip(speech.words, times, strict=True))
        return replace(speech, words=words, exact_times=True)

    def _aligned(self, request: SpeechRequest, speech: Speech) -> list[Word]:
        from reelwright.transcript.alignment import (  # noqa: PLC0415  numpy comes with it
            Reading,
            Recording,
            align_words,
        )

        readings: list[Reading] = []
        for provider, voice in self.references(request.language):
            try:
                known = provider.speak(SpeechRequest(request.text, voice, request.language))
            except (ProviderFailed, InvalidInput):
                continue
            if len(known.words) == len(speech.words):
                readings.append(Reading(Recording(known.samples(), known.rate), known.words))
        return align_words(readings, Recording(speech.samples(), speech.rate)) if readings else []
